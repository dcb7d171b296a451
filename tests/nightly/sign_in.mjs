// Signs in to the desk as a demo lead and gives the cookie to a scanner: node tests/nightly/sign_in.mjs ORIGIN DATA FILE
// On standard output as a header, in FILE as wapiti reads it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [origin, data, file] = process.argv.slice(2)
const email = 'lead@larkmoor.example'
const password = readFileSync(join(data, 'demo-accounts.txt'), 'utf8').split('\n').find((one) => one.startsWith(`${email}\t`)).split('\t')[2]

const cookies = {}
const keep = (answer) => { for (const [name, value] of answer.headers.getSetCookie().map((one) => one.split(';')[0].split('='))) cookies[name] = value }
const header = () => Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; ')

const page = await fetch(`${origin}/desk/sign-in`)
keep(page)
const csrf = /name="csrf" value="([^"]*)"/.exec(await page.text())[1]
const answer = await fetch(`${origin}/desk/sign-in`, {
  method: 'POST', redirect: 'manual', headers: { cookie: header(), origin }, body: new URLSearchParams({ csrf, next: '', email, password }),
})
if (answer.status !== 303) throw new Error(`The lead could not sign in: ${answer.status}`)
keep(answer)
const attributes = (value) => ({ value, expires: null, secure: false, port: null, version: 0 })
writeFileSync(file, JSON.stringify({ '.localhost.local': { '/': Object.fromEntries(Object.entries(cookies).map(([name, value]) => [name, attributes(value)])) } }))
console.log(header())
