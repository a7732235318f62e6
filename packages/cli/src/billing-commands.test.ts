import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { openTestStripe, type Post, type TestStripe } from '../../gateway/test/services/stripe/stripe.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

const email = 'ada@example.com'
const env = { QUIVA_PASSWORD: 'correct-Horse7' }
let stripe: TestStripe
let gateway: RunningGateway
let person: Person
beforeAll(async () => {
  stripe = await openTestStripe()
  gateway = await startGateway(stripe.environment)
  person = await createPerson(gateway.url, { inProcess: true })
  await person.json(['signup', '--account', 'acme', '--email', email], { env })
  await person.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await person.json(['login', '--email', email], { env })
})
afterAll(async () => {
  await person.remove()
  await gateway.stop()
  await stripe.close()
})

/** The outbox works off what the webhook has received. */
async function untilStatusShows(line: string): Promise<string> {
  for (const deadline = Date.now() + 10_000; ; ) {
    const { stdout } = await person.quiva(['billing', 'status'])
    if (stdout.includes(line)) return stdout
    if (Date.now() > deadline) throw new Error(`the status never showed ${line}: ${stdout}`)
  }
}

const post: Post = (body, headers) =>
  fetch(`${gateway.url}/accounts/payment/webhook`, { method: 'POST', body, headers })

test('billing, from the list of plans to the end of the subscription', async () => {
  const plans = await person.quiva(['billing', 'plans'])
  expect(plans).toMatchObject({ code: 0, stderr: '' })
  const lines = plans.stdout.split('\n').map((line) => line.split(/ {2,}/))
  expect(lines[0]).toEqual(['NAME', 'KIND', 'COSTS', 'EVERY', 'PRICE'])
  expect(lines).toContainEqual(['Free', 'plan', 'free', 'month', stripe.prices.free])
  expect(lines).toContainEqual(['Tokyo', 'plan', '1500 JPY', 'month', stripe.prices.yen])
  expect(lines).toContainEqual(['Pro', 'plan', '192 EUR', 'year', stripe.prices.proYearly])
  expect(lines).toContainEqual(['Seats', 'addon', '5 EUR', 'month', stripe.prices.seats])

  const none = await person.quiva(['billing', 'status'])
  expect(none.stdout).toBe('Status  pending\nPlan    none\n')
  expect(none.stderr).toContain('quiva billing plans')
  const refused = await person.quiva(['billing', 'cancel'])
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('quiva billing plans') })

  const free = await person.quiva(['billing', 'checkout', stripe.prices.free])
  expect(free).toMatchObject({ code: 0, stdout: 'The plan is active. It is free.\n' })

  const { stdout: url } = await person.quiva([
    'billing',
    'checkout',
    stripe.prices.pro,
    '--addon',
    `${stripe.prices.seats}:3`,
  ])
  expect(url).toMatch(/^https:\/\/checkout\.stripe\.com\/\S+\n$/)
  stripe.pay(url.trim())
  expect(new Set(await stripe.deliver(post))).toEqual(new Set([200]))
  const shown = await untilStatusShows('Plan    pro')
  expect(shown).toMatch(/^Status {2}active\nPlan {4}pro\nRenews {2}\d{4}-\d\d-\d\d\n\nQUANTITY +COSTS +EVERY +PRICE\n/)
  expect(shown).toMatch(new RegExp(`^3 +5 EUR +month +${stripe.prices.seats}$`, 'm'))

  const portal = await person.json<{ url: string }>(['billing', 'portal'])
  expect(portal.url).toMatch(/^https:\/\/billing\.stripe\.com\//)
  const again = await person.quiva(['billing', 'checkout', stripe.prices.team])
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('quiva billing portal') })

  const cancelled = await person.json<{ ends_on: string }>(['billing', 'cancel'])
  expect(cancelled).toMatchObject({ status: 'active', ends_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
  await untilStatusShows(`Ends    ${cancelled.ends_on}`)
})
