// The scripts of public pages: the design system's components in use, and small improvements of our own.
// Every page works without this file.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink, createAll,
} from 'govuk-frontend'

const used = [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink]
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
