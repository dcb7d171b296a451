// Keys of the desk. Every one of them does what a link or button on the page does.
const cases = () => [...document.querySelectorAll('.d-cases a')]
const typing = (target) => target.matches('input, textarea, select, [contenteditable]')

function step(by) {
  const links = cases()
  const at = links.indexOf(document.activeElement)
  const current = at >= 0 ? at : links.findIndex((link) => link.hasAttribute('aria-current'))
  links[Math.min(Math.max(current + by, 0), links.length - 1)]?.focus()
}

// The first that is there: a page shows only what can be done.
const focus_on = (...ids) => () => ids.map((id) => document.getElementById(id)).find(Boolean)?.focus()

const keys = {
  j: () => step(1),
  k: () => step(-1),
  a: focus_on('assignee'),
  c: focus_on('done-words', 'not-done-words'),
  m: focus_on('stage'),
  n: focus_on('words'),
  q: () => document.getElementById('back')?.click(),
  u: () => document.getElementById('undo')?.click(),
  '/': focus_on('reference'),
  '?': () => document.querySelector('dialog.d-keys')?.showModal(),
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
  if (!keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})

// People are found as somebody types. Without this the button does the same.
const found = document.querySelector('[data-found]')
const asked = found && document.querySelector('input[name=q]')
let waiting
let latest = 0

async function find() {
  const number = ++latest
  const body = new URLSearchParams(new FormData(asked.form))
  const answer = await fetch(found.dataset.found, { method: 'POST', body }).catch(() => null)
  // Slower answers to what was typed earlier come too late; a session that ended is noticed by pressing the button.
  if (answer?.ok && !answer.redirected && number === latest) found.innerHTML = await answer.text()
}
asked?.addEventListener('input', () => {
  clearTimeout(waiting)
  waiting = setTimeout(find, 120)
})
