"""A small scenario that the tests of the buyer play."""

SMALL = """\
format: 1
id: small-shop
title: {zh: 小店, en: The small shop}
level: 1
briefing: {zh: 客户有二十名员工。, en: The client has twenty people.}
known:
  - {id: headcount, about: [员工, headcount], answer: {zh: 资料里写了。, en: It is in your papers.}}
draws:
  - {id: stops, low: 2, high: 8, step: 2}
product:
  name: {zh: 轴承, en: bearing}
  features:
    - {id: alloy, about: [陶瓷, ceramic], says: {zh: 陶瓷轴承, en: ceramic bearing}, serves: downtime}
  facts: {price: "500", weight_g: 85}
people:
  - id: zhou
    name: {zh: 周科长, en: Ms Zhou}
    seat: purchaser
    temperament: open
    limit: {outcome: advance, refers_to: boss, says: {zh: "这得{refers_to}点头。", en: "That needs {refers_to}."}}
  - id: boss
    name: {zh: 王总, en: Mr Wang}
    presence: later
    temperament: rushed
    opening: {zh: 听说您找我。, en: You wanted to see me.}
opening: {zh: 请坐，什么事？, en: "Sit down, what is it?"}
needs:
  - id: downtime
    kind: business.output
    owner: zhou
    about: [停机, downtime]
    cover: {zh: 还行。, en: It is all right.}
    problem: {zh: "上个月停了{stops}次线。", en: "The line stopped {stops} times last month."}
    implications:
      - {id: penalty, about: [罚款, penalty], says: {zh: 客户扣了钱。, en: A customer docked us.}}
      - {id: overtime, about: [加班, overtime], says: {zh: 全组加班。, en: The crew worked late.}}
    explicit: {zh: 要是不再停线就好了。, en: I want a line that does not stop.}
    met_by: {moves: [benefit, propose], about: [不停线, keeps running]}
    acknowledged: {zh: 这正是我要的。, en: That is what I want.}
    asks_for: advance
  - id: fame
    kind: personal.recognition
    owner: boss
    origin: aspiration
    must_name: true
    after: {downtime: explicit}
    about: [名声, fame]
    problem: {zh: 我一直想让厂子出名。, en: I have always wished the works were known.}
    explicit: {zh: 我要让人一提起就想到我们。, en: I want people to think of us first.}
    asks_for: order
facts:
  - {id: lines, about: [生产线, lines], says: {zh: 三条线。, en: Three lines.}, general: true}
  - {id: wall, about: [隔壁, next door], says: {zh: 隔壁也一样。, en: Next door is the same.}, person: boss}
  - {id: stock, about: [库存, stock], says: {zh: 库存不多。, en: Little stock.}, serves: downtime}
materials:
  - {id: sample, name: {zh: 样品, en: sample}, about: [样品, sample], shows: {zh: （拿起来看）, en: (picks it up)}}
resistances:
  - id: dear
    kind: objection
    person: zhou
    when: {move: price, need: {downtime: explicit}}
    about: [太贵, expensive]
    says: {zh: 这个价太贵。, en: That is expensive.}
    resolved_by: {moves: [handle_objection], about: [停一次的钱, cost of a stop]}
    resolved: {zh: 这么算倒不贵。, en: Put that way it is not.}
    again: {zh: 还是贵。, en: Still expensive.}
  - id: three-quotes
    kind: requirement
    when: {turn: 90}
    about: [三家报价, three quotes]
    says: {zh: 要三家报价。, en: We need three quotes.}
    why: {zh: 财务定的。, en: Finance says so.}
    resolved_by: {moves: [trace]}
topics:
  secret: [秘方, secret]
beats:
  - id: knows-secret
    when: {topic: secret}
    says: {zh: 你怎么知道？, en: How do you know?}
    then: {trust: -1, flag: suspicious}
  - id: calls-boss
    when: {person: zhou, need: {downtime: met}, move: advance}
    says: {zh: 我请王总来。, en: I shall call Mr Wang.}
    then: {bring: boss}
ends:
  - {outcome: order, when: {person: boss, met: [fame], commit: true}, says: {zh: 签。, en: Signed.}, result: {bearings: 200}}
  - {outcome: advance, when: {move: withdraw, need: {downtime: implied}}, says: {zh: 周三再来。, en: Come on Wednesday.}}
  - {outcome: continuation, says: {zh: 再说吧。, en: We shall see.}}
max_turns: 12
hints:
  downtime: [{zh: 问问停机。, en: Ask about stops.}]
plays:
  - name: expert
    as: expert
    turns: [{you: {zh: 停机多吗？, en: Is downtime a trouble?}, move: problem, buyer: downtime.problem}]
    ends: continuation
  - name: poor
    as: poor
    turns: [{you: {zh: 买吧, en: Buy it}}]
    ends: continuation
"""
