// Looks into a council's database, beside the product: is what it promised there, and there once?
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export function check_books(data, acknowledged) {
  const db = new DatabaseSync(join(data, 'council.db'), { readOnly: true })
  const all = (sql) => db.prepare(sql).all().map((row) => ({ ...row }))
  assert.deepEqual(all('pragma integrity_check'), [{ integrity_check: 'ok' }])

  const kept = all('select reference from case_record').map((row) => row.reference)
  const known = new Set(kept)
  assert.equal(known.size, kept.length, 'a reference stands twice')
  const lost = acknowledged.filter((reference) => !known.has(reference.replaceAll('-', '')))
  assert.deepEqual(lost, [], `${lost.length} acknowledged submissions are lost`)

  const number = (sql) => Number(Object.values(all(sql)[0])[0])
  assert.equal(number('select count(*) - count(distinct submission) from case_record'), 0, 'a submission has two cases')
  assert.equal(number('select count(*) from form_submission') - kept.length, 0, 'submissions and cases differ in number')
  assert.equal(number("select count(*) from event where type = 'case.opened'"), kept.length, 'cases and their events differ in number')
  assert.equal(number('select max(position) - count(*) from event'), 0, 'the event log has a gap')
  const twice = all('select template, stream, count(*) as n from notify_outbox group by 1, 2 having n > 1')
  assert.deepEqual(twice, [], 'a message stands in the outbox twice')
  db.close()
  return kept.length
}

/** Mails in the demo's folder by Message-ID: a repeat overwrites its own file, so each stands once. */
export function mails(data) {
  const folder = join(data, 'mail')
  if (!existsSync(folder)) return []
  const texts = readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(folder, name), 'utf8'))
  const ids = texts.map((text) => /^Message-ID: (\S+)/im.exec(text)?.[1])
  assert.equal(new Set(ids).size, ids.length, 'two mails have one Message-ID')
  return texts
}
