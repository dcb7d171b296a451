// Two services made for the tests: one asks every kind of question, one asks a single one.
#pragma once

#include <services/services.hpp>

namespace guildhall::forms::testing {

inline constexpr auto everything = R"(id: report-everything
title: Report everything
summary: A service that asks every kind of question.
area: streets
verb: report
owner: street-services
promise: { acknowledge: at once, working_days: 3 }
before_you_start: [You need to know where it is.]
what_happens: [A crew looks at it.]
privacy: We use your answers for this report alone.
pages:
  - id: what
    questions:
      - id: kind
        type: choice
        label: What is the problem?
        purpose: Routes it.
        missing: Choose what the problem is
        options:
          - { value: hole, label: A hole }
          - { value: bin, label: A bin }
  - id: hole
    when: kind = "hole"
    questions:
      - { id: deep, type: "yes/no", label: "Is it deep?", purpose: Says how urgent it is. }
  - id: details
    title: Tell us more
    text: Two things at once.
    questions:
      - { id: words, type: long text, label: "What is wrong?", purpose: Tells the crew what to bring, max_length: 50 }
      - id: marks
        type: several
        label: What is near?
        purpose: Helps to find it.
        required: false
        options:
          - { value: shop, label: A shop }
          - { value: tree, label: A tree }
      - { id: name, type: text, label: "What is it called?", purpose: Helps to find it., required: false, when: kind = "bin" }
  - id: where
    questions:
      - { id: spot, type: location, label: "Where is it?", purpose: Tells the crew where to go., missing: Tell us where it is }
  - id: home
    questions:
      - { id: home, type: address, label: "Where do you live?", purpose: Tells the crew where to knock., required: true }
  - id: photo
    questions:
      - { id: photo, type: file, label: "Do you have a photo?", purpose: Helps to judge it., required: false }
  - id: contact
    title: How can we reach you?
    questions:
      - { id: email, type: email, label: Email address, purpose: Sends updates., required: false }
      - { id: phone, type: phone, label: Phone number, purpose: Lets the crew ask., required: false }
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
next: [report-small]
)";

inline constexpr auto small = R"(id: report-small
title: Report something small
summary: One question.
area: streets
verb: report
owner: street-services
promise: { acknowledge: at once, working_days: 1 }
pages:
  - id: what
    questions:
      - { id: what, type: text, label: "What is it?", purpose: Says what it is., required: false }
received: thanks
stages:
  - { id: reported, title: We have it, next: [done] }
  - { id: done, title: Done, closes: done }
)";

inline services::Source library_source()
{
    return {{"streets/report-everything.yaml", everything},
            {"streets/report-small.yaml", small},
            {"messages/thanks.txt", "Subject: Thanks\n\nWe have it.\n"}};
}

}
