// Strings with which people try to make pages run scripts: published lists, read in place where they are there.
import { existsSync, readFileSync, readdirSync } from 'node:fs'

const folder = new URL('../../../shared/standards/bad-input/payload-lists/XSS Injection/Intruders/', import.meta.url)

// Enough to show the ways in, where the lists are not there.
const own = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', "' onfocus=alert(1) autofocus x='", 'javascript:alert(1)', '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>', '--><script>alert(1)</script>', '<iframe srcdoc="<script>alert(1)</script>">', '{{constructor.constructor("alert(1)")()}}', '<a href="javascript:alert(1)">x</a>', '&lt;script&gt;alert(1)&lt;/script&gt;']

/** `most` of them, taken evenly from all lists; with fewer where the lists are absent. */
export function payloads(most) {
  if (!existsSync(folder)) {
    console.log(`skipped: no lists of payloads at ${folder.pathname}; ${own.length} of our own are used`)
    return own
  }
  const lines = readdirSync(folder).filter((name) => name.endsWith('.txt')).sort().flatMap((name) => readFileSync(new URL(encodeURIComponent(name), folder), 'utf8').split(/\r?\n/))
  // What a person can type on one line; spaces at the ends are not kept, and runs of them become one where a place is named.
  const usable = [...new Set(lines.map((line) => line.trim().replace(/\s+/g, ' ')))].filter((line) => /[<>"'&:]/.test(line) && line.length <= 190 && !/[\p{C}\uFFFD]/u.test(line))
  const step = Math.max(1, usable.length / most)
  return [...own, ...Array.from({ length: Math.min(most, usable.length) }, (_, i) => usable[Math.floor(i * step)])]
}

/** Groups that fit into a field of `most` characters when they are joined with `by`. */
export function batches(items, most, by = ' ') {
  const out = [[]]
  let length = 0
  for (const item of items) {
    if (length + item.length + by.length > most && out.at(-1).length) { out.push([]); length = 0 }
    out.at(-1).push(item)
    length += item.length + by.length
  }
  return out
}
