// The check that sends nothing: whoever looks for help is told what there is.
import { assert, journey } from './journey.mjs'

async function begin(person) {
  await person.open('/services/check-care-eligibility')
  await person.press('Start now')
  await answer(person, 'Somebody I look after')
  await answer(person, 'No') // nobody is in danger
  await answer(person, 'Yes') // they live here
  await answer(person, 'Yes') // they are an adult
}

async function answer(person, ...labels) {
  for (const label of labels) await person.choose(label)
  await person.press('Continue')
}

for (const script of [true, false]) {
  const how = script ? 'with JavaScript' : 'without JavaScript'

  journey(`care: a daughter learns on her phone that help is likely, and what helps meanwhile ${how} (R-037, R-038)`, async ({ browser }) => {
    const daughter = await browser.person({ phone: true, script })
    await begin(daughter)
    await answer(daughter, 'Washing', 'Getting dressed', 'Making food and eating')
    await answer(daughter, 'Yes')
    await answer(daughter, 'A lot')
    await answer(daughter, 'Less than £14,250')
    await answer(daughter, 'Yes')
    assert.equal(await daughter.heading(), 'It is likely that we can help')
    await daughter.sees('fits what the law asks for')
    await daughter.sees('Apply for a Blue Badge')
    assert.match(daughter.path(), /ends\/likely$/)
    // Nothing is sent: there is nothing to check and nothing to send.
    await daughter.open('/services/check-care-eligibility/check')
    assert.equal(await daughter.heading(), 'It is likely that we can help')
  })

  journey(`care: whoever needs no care from us is shown who helps ${how} (R-038)`, async ({ browser }) => {
    const daughter = await browser.person({ phone: true, script })
    await begin(daughter)
    await answer(daughter, 'None of these')
    await answer(daughter, 'No')
    assert.equal(await daughter.heading(), 'We are not likely to pay for care now')
    await daughter.sees('The law asks that two or more things are hard.')
    await daughter.sees('Groups and advice near you (Age UK)')
    // A change of mind leads elsewhere.
    await daughter.follow('Back')
    await daughter.choose('Yes')
    await daughter.press('Continue')
    assert.equal(await daughter.heading(), 'There is help for the person who cares')
  })
}
