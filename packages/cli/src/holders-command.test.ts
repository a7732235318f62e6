import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

const email = 'ada@example.com'
const env = { QUIVA_PASSWORD: 'correct-Horse7' }
let gateway: RunningGateway
let ada: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url, { inProcess: true })
  await ada.json(['signup', '--account', 'acme', '--email', email], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await ada.json(['login', '--email', email], { env })
})
afterAll(async () => {
  await ada.remove()
  await gateway.stop()
})

test('holders lists the verifiers that are connected', async () => {
  const none = await ada.quiva(['holders'])
  expect(none).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('No verifier') })
  const { key } = await ada.json<{ key: string }>(['keys', 'issue', 'verifier', '--scope', 'tokens:introspect'])
  const options = { protocols: ['quiva.verifier.v1'], headers: { 'x-api-key': key } }
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/verifier`, options)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  const welcome = new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }))
  socket.send(JSON.stringify({ type: 'hello', name: 'orders, eu-3', version: 'test/1', entries: 10 }))
  await welcome
  expect((await ada.quiva(['holders'])).stdout).toMatch(
    /^NAME +KIND +VERSION.*\norders, eu-3 +verifier +test\/1 +0 +\S+ \S+ +never +gwy_/,
  )
  expect(await ada.json(['holders'])).toMatchObject([{ name: 'orders, eu-3', renewed_on: null, entries: 0 }])
  socket.close()
})
