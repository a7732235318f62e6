import { expect } from 'vitest'
import { changesOf } from '../database/snapshot.ts'
import type { Answer, SignedInUser, TestGateway } from '../gateway.ts'

/** An export or import as in the contract, or an invalid one. */
export type Share = Record<string, unknown>

/** Adds exports and imports through the API, each with a name of its own, and checks the answers. */
export function sharers(gateway: () => TestGateway) {
  let names = 0
  const fresh = (what: string) => {
    names += 1
    return `${what}-${names}`
  }
  const addExport = ({ bearer }: { bearer: string }, one: Share) =>
    gateway().call('POST /accounts/export', {
      bearer,
      body: { export: { type: 'stream', name: fresh('export'), ...one } },
    })
  const addImport = ({ bearer }: { bearer: string }, one: Share) =>
    gateway().call('POST /accounts/import', { bearer, body: { import: { name: fresh('import'), ...one } } })
  const removeExport = ({ bearer }: { bearer: string }, name: unknown) =>
    gateway().call('DELETE /accounts/export', { bearer, body: { name } })
  const removeImport = ({ bearer }: { bearer: string }, name: unknown) =>
    gateway().call('DELETE /accounts/import', { bearer, body: { name } })
  const list = async ({ bearer }: { bearer: string }) =>
    (await gateway().call('GET /accounts/imports-exports', { bearer })).body.data
  const importOf = async (user: SignedInUser, name: string) =>
    (await list(user)).imports.find((one: Share) => one.name === name)

  const added = { status: 200, body: { confirmed: null } }
  const refusedWith = (code: string) => ({ status: 400, body: { code } })
  const refusedAt = (path: string, why: string) => ({
    status: 400,
    body: { code: 'invalid_request', details: [{ path, message: expect.stringContaining(why) }] },
  })
  async function expectRefused(work: () => Promise<Answer>, refusal: object): Promise<void> {
    const { answer, changed } = await changesOf(gateway(), work)
    expect(answer).toMatchObject(refusal)
    expect(changed).toEqual([])
  }

  return {
    addExport,
    addImport,
    removeExport,
    removeImport,
    list,
    importOf,
    added,
    refusedWith,
    refusedAt,
    expectRefused,
  }
}
