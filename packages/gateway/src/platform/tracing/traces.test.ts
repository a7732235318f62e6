import { describe, expect, it, test } from 'vitest'
import { summaryOf } from '../database/traces.ts'
import { createCauses } from './causes.ts'
import { pathTemplate } from './http-client.ts'
import { currentSpan, inSpan, type Span, within } from './span.ts'

describe('the summary of a statement', () => {
  it.each([
    ['select "id" from "api_keys" where "id" = +?', 'SELECT api_keys'],
    ['insert into "outbox" ("id") values ($1) on conflict ("id") do update set "version" = 1', 'INSERT outbox'],
    ['update "users" set "a" = (select "b" from "accounts")', 'UPDATE users'],
    ['delete from "users" where "id" = $1', 'DELETE users'],
    [
      'with "candidates" as materialized (select "id" from "outbox" for update skip locked) update "outbox" set "a" = 1',
      'UPDATE outbox',
    ],
    ['with "a" as (select "id" from "users") select * from "a"', 'SELECT users'],
    ['select pg_advisory_xact_lock(hashtext($1))', 'SELECT'],
    ['begin; set local statement_timeout = 1', 'BEGIN'],
    ['commit', 'COMMIT'],
    ['', 'QUERY'],
  ])('%s', (text, summary) => {
    expect(summaryOf(text)).toBe(summary)
  })
})

test.each([
  ['/v1/customers/cus_123/tax_ids', '/v1/customers/{id}/tax_ids'],
  ['/realms/quiva/.well-known/openid-configuration', '/realms/quiva/.well-known/openid-configuration'],
  ['/services/T0123/B9/xyzSECRET', '/services/{id}/{id}/{id}'],
  ['/v1/%41/a%2fb', '/v1/{id}/{id}'],
  ['/', '/'],
])('of the path %s only words are told', (path, template) => {
  expect(pathTemplate(path)).toBe(template)
})

describe('the causes of items', () => {
  it('are handed out once, the first eight of each', () => {
    const causes = createCauses()
    for (let n = 0; n < 20; n += 1) causes.note('item', { trace_id: String(n), span_id: 's' })
    expect(causes.take('item').map(({ trace_id }) => trace_id)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
    expect(causes.take('item')).toEqual([])
  })

  // Attack: items that another gateway takes are never taken here.
  it('are forgotten where nobody takes them, the oldest first', () => {
    const causes = createCauses()
    for (let n = 0; n < 5000; n += 1) causes.note(`item ${n}`, { trace_id: 't', span_id: 's' })
    expect(causes.take('item 2999')).toEqual([])
    expect(causes.take('item 3000')).toHaveLength(1)
    expect(causes.take('item 4999')).toHaveLength(1)
  })
})

describe('outside of a trace', () => {
  it('there are no spans, and nobody describes any', async () => {
    const describeIt = () => {
      throw new Error('described')
    }
    expect(await inSpan('a', describeIt, async (span) => span)).toBeUndefined()
  })

  it('is what a request has left to a timer, too: its span has ended', () => {
    const ended = { hasEnded: () => true } as Span
    expect(within(ended, currentSpan)).toBeUndefined()
  })
})
