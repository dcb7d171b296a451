// Which requirements have tests that name them: node tests/checks/requirements.mjs FILE [capability...]
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Rows of a CSV file as objects; quotes as in RFC 4180. */
export function read_requirements(file) {
  if (!existsSync(file)) return null
  const rows = [[]]
  for (const [, quoted, plain, end] of readFileSync(file, 'utf8').matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain)
    if (end !== ',') rows.push([])
  }
  const [head, ...body] = rows.filter((row) => row.length > 1)
  return body.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])))
}

function tests_by_requirement() {
  const found = new Map()
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src/*_test.cpp', 'tests/*.cpp', 'tests/*.mjs'], { encoding: 'utf8' })
  for (const file of files.split('\n').filter((name) => name && existsSync(name) && !name.startsWith('tests/checks/'))) {
    const names = readFileSync(file, 'utf8').matchAll(/(?:TEST_CASE(?:_FIXTURE)?\(\s*(?:\w+,\s*)?|journey\(\s*)((?:["'`][^"'`]*["'`]\s*)+)/g)
    for (const [, name] of names) {
      for (const [id] of name.matchAll(/\bR-\d{3}\b/g)) found.set(id, [...(found.get(id) ?? []), `${file}: ${name.replace(/["'`]\s*["'`]/g, '').slice(1, -1)}`])
    }
  }
  return found
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, ...capabilities] = process.argv.slice(2)
  const rows = read_requirements(file)?.filter((row) => capabilities.length === 0 || capabilities.includes(row.capability))
  if (!rows) { console.error(`${file} cannot be read.`); process.exit(1) }
  const tests = tests_by_requirement()
  const shown = rows.filter((row) => tests.has(row.id))
  for (const row of shown) {
    console.log(`${row.id}  ${row.capability}: ${row.requirement}`)
    for (const test of tests.get(row.id)) console.log(`         ${test}`)
  }
  console.log('\nWithout a test:')
  for (const row of rows.filter((one) => !tests.has(one.id))) console.log(`${row.id}  ${row.capability}: ${row.requirement}`)
  console.log(`\n${shown.length} of ${rows.length} requirements have a test that names them`)
}
