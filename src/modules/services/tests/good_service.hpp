// One good service that uses the whole language.
#pragma once

#include <string_view>

namespace guildhall::services::testing {

inline constexpr std::string_view good = R"yaml(id: apply-place
title: Apply for a place
summary: Ask for a place for your children.
area: education
verb: apply
owner: education
audience: [resident, carer]
sign_in: optional
promise: { acknowledge: at once, working_days: 5 }
open: { from: 2026-09-01, to: 2026-10-31, closed: "We take these in autumn." }
what_happens:
  - We ask the school.
privacy: We use this to find a place.
declaration: What I say is true.
about: parent
needs: [map]
pages:
  - id: read-me
    title: Before you go on
    text: You need the name of the school.
  - id: parent
    questions:
      - { id: parent, type: person, label: What is your name?, purpose: We write to you about it. }
  - id: home
    questions:
      - { id: home, type: address, label: Where do you live?, purpose: Places go to who lives near., prefill: earlier.home }
    then:
      - { when: places.inside(home) = false, end: elsewhere }
  - id: urgent
    questions:
      - { id: urgent, type: yes/no, label: Is it urgent?, purpose: Decides who looks first. }
      - id: reason
        type: long text
        label: Why is it urgent?
        purpose: Tells the team what to do.
        when: home.ward = "Alder"
    title: How soon
  - id: moving
    title: Your move
    when: urgent = "yes"
    questions:
      - { id: out, type: date, label: When do you move out?, purpose: Ends your old bill. }
      - { id: in, type: date, label: When do you move in?, purpose: Begins your new bill. }
    checks:
      - { that: in >= out, say: You move in after you move out, question: in }
  - id: children
    title: Your children
    repeat: { one: child, least: 1, most: 6, caption: child-name }
    pages:
      - id: child-name
        questions:
          - { id: child-name, type: text, label: What is the child called?, purpose: Tells one from another., pattern: "[A-Z].*" }
      - id: school
        questions:
          - { id: school, type: nearest, label: Which school?, purpose: Tells us where to ask., layer: schools, near: home }
  - id: kind
    questions:
      - id: kind
        type: choice
        label: What kind of place?
        purpose: Sends it to the right team.
        options:
          - { value: day, label: A day place }
          - { value: full, label: A full place }
  - id: proof
    questions:
      - id: proof
        type: file
        label: Proof of your home
        purpose: Shows that you live there.
        documents:
          - { id: bill, label: A bill, or: [ { id: lease, label: A lease } ] }
          - { id: card, label: A card }
  - id: pay
    title: Pay the fee
    when: fee > 0
    step: { pay: { amount: fee } }
values:
  - { id: base, is: 20 }
  - { id: fee, is: base }
  - { id: ward, is: home.ward }
decisions:
  - id: outcome
    hit: first
    inputs: [kind]
    outputs: [result]
    rules:
      - ['"day"', '"quick"']
      - ["-", '"slow"']
ends:
  - { id: elsewhere, title: Ask your own council, text: "You live in another place, in ((ward)).", next: [apply-place] }
route:
  - { when: outcome = "quick", team: quick-team }
duplicates: { same: [home, kind], within_days: 3 }
stages:
  - { id: got, title: We have it, next: [done, not-done] }
  - { id: done, title: Done, closes: done, message: place-done }
  - { id: not-done, title: Not done, closes: not done }
could_not_do: [The school is full]
received: place-received
next: [apply-place]
)yaml";

// Parts of it that are more than a line.
inline constexpr std::string_view of_each_child = R"yaml(    pages:
      - id: child-name
        questions:
          - { id: child-name, type: text, label: What is the child called?, purpose: Tells one from another., pattern: "[A-Z].*" }
      - id: school
        questions:
          - { id: school, type: nearest, label: Which school?, purpose: Tells us where to ask., layer: schools, near: home }
)yaml";
inline constexpr std::string_view two_kinds = R"yaml(        options:
          - { value: day, label: A day place }
          - { value: full, label: A full place }
)yaml";
inline constexpr std::string_view every_stage = R"yaml(stages:
  - { id: got, title: We have it, next: [done, not-done] }
  - { id: done, title: Done, closes: done, message: place-done }
  - { id: not-done, title: Not done, closes: not done }
)yaml";
inline constexpr std::string_view near_a_later_one = R"yaml(  - id: parent
    title: You
    questions:
      - { id: soon, type: nearest, label: Which school?, purpose: Tells us where to ask., layer: schools, near: home }
)yaml";

}
