// What can be said about the sources without building them: layering, style, names. One line for each check.
//   node tests/checks/run.mjs
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { read_requirements } from './requirements.mjs'

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n').filter((file) => file && existsSync(file))
const text_of = new Map(files.filter((file) => /\.(cpp|hpp|txt|cmake|sql|md|yaml|mjs|scss|sh|po)$|^dev$/.test(file))
  .map((file) => [file, readFileSync(file, 'utf8')]))
const sources = files.filter((file) => /^(src|tests|bench)\/.*\.(cpp|hpp)$/.test(file))
const product = sources.filter((file) => file.startsWith('src/') && !/\/(tests|fuzz)\//.test(file))

/** "src/modules/cases/store.cpp" is of the room "cases". */
const room_of = (file) => /^src\/(?:core|modules)\/([^/]+)\//.exec(file)?.[1] ?? /^src\/(app)\//.exec(file)?.[1]
const floor_of = (file) => ({ core: 0, modules: 1, app: 2 })[/^src\/(core|modules|app)\//.exec(file)?.[1]]
const lines_matching = (file, pattern) => text_of.get(file).split('\n')
  .map((line, at) => [line, `${file}:${at + 1}`]).filter(([line]) => pattern.test(line))
const all_matching = (of, pattern) => of.flatMap((file) => lines_matching(file, pattern).map(([line, at]) => `${at}: ${line.trim()}`))

const rooms = new Map() // name -> { floor, depends }
for (const [file, text] of text_of) {
  const call = /guildhall_module\((\w+)([^)]*)\)/.exec(text)
  if (!file.endsWith('CMakeLists.txt') || !call) continue
  const depends = /DEPENDS\s+([\w\s]*?)(?=\s+(?:LIBS|PUBLIC_LIBS|DATABASE_TESTS)\b|$)/.exec(call[2])?.[1].split(/\s+/).filter(Boolean) ?? []
  rooms.set(call[1], { floor: floor_of(file), depends })
}

const checks = {
  'layering: a room includes only rooms that its CMakeLists.txt declares'() {
    const wrong = []
    for (const file of product) {
      const room = room_of(file)
      for (const [line, at] of lines_matching(file, /^\s*#include <([a-z_]+)\/[\w/]+\.hpp>/)) {
        const other = /<([a-z_]+)\//.exec(line)[1]
        if (!rooms.has(other) || other === room) continue
        if (!rooms.get(room)?.depends.includes(other)) wrong.push(`${at}: ${room} does not declare ${other}. Add it to DEPENDS, or find another way.`)
      }
    }
    return wrong
  },
  'layering: dependencies point down only, and never in a circle'() {
    const wrong = []
    for (const [name, room] of rooms) {
      for (const other of room.depends) {
        if (rooms.get(other)?.floor > room.floor) wrong.push(`${name} is below ${other} and must not know it.`)
      }
    }
    const visit = (name, way) => {
      if (way.includes(name)) return wrong.push(`circle: ${[...way, name].join(' -> ')}`)
      for (const other of rooms.get(name)?.depends ?? []) visit(other, [...way, name])
    }
    for (const name of rooms.keys()) visit(name, [])
    return [...new Set(wrong)]
  },
  'layering: no relative include leaves its room'() {
    return all_matching(product, /#include "(\.\.\/)+(core|modules|app)/)
      .concat(product.flatMap((file) => lines_matching(file, /#include "\.\.\/\.\.\/\.\./).map(([, at]) => at)))
  },
  'layering: Beast is seen by one translation unit'() {
    const seen = product.filter((file) => /#include <boost\/beast/.test(text_of.get(file)))
    return seen.length > 1 ? seen : []
  },
  'layering: domain code does not know HTTP'() {
    const http_files = /\/(routes|pages|access|cookie|frame|words|problems|assets|operations|site|server|front_door|actions)[\w]*\.(cpp|hpp)$/
    return product.filter((file) => floor_of(file) === 1 && /\/(store|verbs|stages|visible|timeline|booking|outbox|settings)\.(cpp|hpp)$/.test(file))
      .filter((file) => !http_files.test(file) && /#include <http\//.test(text_of.get(file)))
  },
  'style: every room has a README, and every module its public header'() {
    const wrong = []
    for (const [name, room] of rooms) {
      if (room.floor !== 1) continue
      if (!files.includes(`src/modules/${name}/README.md`)) wrong.push(`src/modules/${name} has no README.md`)
      if (!files.includes(`src/modules/${name}/include/${name}/${name}.hpp`)) wrong.push(`src/modules/${name} has no include/${name}/${name}.hpp`)
    }
    return wrong
  },
  'style: files stay readable in one sitting'() {
    return sources.filter((file) => text_of.get(file).split('\n').length > (file.endsWith('.hpp') ? 320 : 600))
      .map((file) => `${file} has ${text_of.get(file).split('\n').length} lines. Find the two things that it is.`)
  },
  'style: no drawer for odds and ends'() {
    return files.filter((file) => /(^|\/)(utils?|helpers?|managers?|common|misc)(\.|\/|_|$)/i.test(file))
      .concat(all_matching(product, /\b(class|struct)\s+\w*(Manager|Helper|Util)\b/))
  },
  'style: fmt instead of std::format, no raw hatch, nothing left to do'() {
    const pages = product.filter((file) => /^src\/(core\/ui|modules|app)\//.test(file))
    return all_matching(sources, /std::format\(|\b(TODO|FIXME|XXX|HACK)\b/).concat(all_matching(pages, /\braw\(/))
  },
  'style: headers are included once'() {
    return sources.filter((file) => file.endsWith('.hpp') && !text_of.get(file).includes('#pragma once'))
  },
  'style: SQL is never assembled'() {
    return all_matching(product, /(fmt::format\(|\+\s*)"\s*(select|insert into|update|delete from)\s/i)
      .filter((line) => !line.includes('src/core/db/'))
  },
  'style: nothing swallows every exception in silence'() {
    const wrong = []
    for (const file of product) {
      const text = text_of.get(file)
      for (const found of text.matchAll(/catch \(\.\.\.\)\s*\{\s*\}/g)) wrong.push(`${file}: offset ${found.index}`)
    }
    return wrong
  },
  'style: test names are sentences about a room'() {
    return sources.filter((file) => /_test\.cpp$/.test(file)).flatMap((file) =>
      lines_matching(file, /TEST_CASE\w*\(\s*"/).filter(([line]) => !/TEST_CASE\w*\(\s*"(R-\d{3} )*[a-z][\w/ -]*: .{10,}/.test(line)).map(([line, at]) => `${at}: ${line.trim()}`))
  },
  'style: a page says nothing that is not in the catalogue'() {
    return all_matching(product.filter((file) => /src\/modules\/.*pages?\w*\.cpp$/.test(file)), /"_html, "[A-Z][a-z]+ [a-z]+/)
  },
  'tests: a requirement that a test names exists'() {
    const known = read_requirements('../shared/spec/requirements.csv')
    if (!known) { console.log('skipped: ../shared/spec is not here, so requirement ids are not looked up'); return [] }
    const ids = new Set(known.map((row) => row.id))
    return sources.flatMap((file) => lines_matching(file, /\bR-\d{3}\b/).flatMap(([line, at]) =>
      [...line.matchAll(/\bR-\d{3}\b/g)].filter(([id]) => !ids.has(id)).map(([id]) => `${at}: ${id} is no requirement`)))
  },
  'docs: what the pages point at is there'() {
    const wrong = []
    for (const [file, text] of text_of) {
      if (!file.endsWith('.md')) continue
      for (const [, target] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
        const here = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : ''
        if (!existsSync(here + target)) wrong.push(`${file}: ${target} is not there`)
      }
    }
    return wrong
  },
  'docs: architecture decisions are numbered without gaps'() {
    const numbers = files.filter((file) => /^docs\/adr\/\d{4}-/.test(file)).map((file) => Number(basename(file).slice(0, 4))).sort((a, b) => a - b)
    return numbers.flatMap((number, at) => (number === at + 1 ? [] : [`expected ${at + 1}, found ${number}`])).slice(0, 1)
  },
  'docs: no path of a developer\'s machine'() {
    return [...text_of].filter(([file]) => file !== 'tests/checks/run.mjs')
      .flatMap(([file]) => lines_matching(file, /(^|[\s"'`(])\/(home|work|root|Users)\/[\w.]/).map(([line, at]) => `${at}: ${line.trim()}`))
  },
  'layout: clang-format agrees'() {
    try {
      execFileSync('clang-format', ['--dry-run', '-Werror', ...sources], { stdio: ['ignore', 'pipe', 'pipe'] })
      return []
    } catch (error) {
      const places = new Set(String(error.stderr).split('\n').filter((line) => line.includes('error:')).map((line) => line.split(':')[0]))
      return [...places].map((file) => `${file}: run ./dev fmt`)
    }
  },
}

let passed = 0
let failed = 0
for (const [name, check] of Object.entries(checks)) {
  const wrong = check()
  wrong.length ? failed++ : passed++
  console.log(`${wrong.length ? 'FAILED' : 'ok    '} ${name}`)
  for (const line of wrong.slice(0, 20)) console.log(`         ${line}`)
  if (wrong.length > 20) console.log(`         and ${wrong.length - 20} more`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
