// The scripts of public pages: the design system's components in use, and small improvements of our own.
// Every page works without this file.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink, createAll,
} from 'govuk-frontend'

/** ARIA has no aria-expanded for a radio button, so screen readers are told of what opens by its place behind it alone. */
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute('aria-expanded')
  }
}

const used = [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, PlainRadios, SkipLink]
for (const Component of used) createAll(Component)

// "Use my location": fills the hidden inputs of a location question. The words beside it are in the page already.
for (const box of document.querySelectorAll('[data-location]')) {
  if (!navigator.geolocation) continue
  const button = box.querySelector('button')
  const status = box.querySelector('[role=status]')
  box.hidden = false
  button.addEventListener('click', () => {
    status.textContent = box.dataset.looking
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.getElementById(box.dataset.location + '-lon').value = coords.longitude.toFixed(6)
        document.getElementById(box.dataset.location + '-lat').value = coords.latitude.toFixed(6)
        status.textContent = box.dataset.found
      },
      () => { status.textContent = box.dataset.failed },
      { enableHighAccuracy: true, timeout: 15000 })
  })
}

// A form that nobody touches for ten minutes, perhaps on a computer that others use: says so and brings the button that
// ends and clears. Nothing is taken away: the answers stay as they are until somebody presses it.
const foot = document.querySelector('.c-form-foot[data-idle]')
const clear = document.querySelector('form[action$="/clear"]')
if (foot && clear) {
  let timer
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (document.querySelector('.c-idle')) return
      const box = document.createElement('div')
      box.className = 'c-idle'
      box.setAttribute('role', 'status')
      const words = document.createElement('p')
      words.className = 'govuk-body'
      box.append(words, clear)
      foot.before(box)
      words.textContent = foot.dataset.idle // after it is in the page, so that screen readers say it
    }, Number(foot.dataset.idleAfter ?? 600) * 1000)
  }
  for (const act of ['pointerdown', 'keydown', 'scroll']) document.addEventListener(act, wait, { passive: true })
  wait()
}
