// Keys of the desk. Every one of them does what a link or button on the page does.
const cases = () => [...document.querySelectorAll('.d-cases a')]
const typing = (target) => target.matches('input, textarea, select, [contenteditable]')

function step(by) {
  const links = cases()
  const at = links.indexOf(document.activeElement)
  const current = at >= 0 ? at : links.findIndex((link) => link.hasAttribute('aria-current'))
  links[Math.min(Math.max(current + by, 0), links.length - 1)]?.focus()
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  n: () => document.getElementById('words')?.focus(),
  m: () => document.getElementById('stage')?.focus(),
  '/': () => document.getElementById('reference')?.focus(),
  '?': () => document.querySelector('dialog.d-keys')?.showModal(),
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
  if (!keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})
