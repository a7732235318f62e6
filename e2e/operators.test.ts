import { afterAll, beforeAll, expect, it } from 'vitest'
import { operatorTable } from '../packages/gateway/src/access/policy-table.ts'
import { roles } from '../packages/gateway/src/platform/values/roles.ts'
import { describeEngines } from '../packages/gateway/test/database/engines.ts'
import { changesOf } from '../packages/gateway/test/database/snapshot.ts'
import { type Answer, openTestGateway, type TestGateway } from '../packages/gateway/test/gateway.ts'
import { assembleCast, type Cast, kinds } from '../packages/gateway/test/users/cast.ts'
import { addOperator, OPERATOR, type TestOperator } from '../packages/gateway/test/users/operator.ts'
import { toOperations } from './operations.ts'
import { operatorChanges, operatorLosses, operatorRequests } from './operator-requests.ts'
import type { Request } from './permission-requests.ts'

/** Every operation of operators, as permissions.test.ts and revoked-meanwhile.test.ts ask those of members. */
describeEngines('what only operators may do', (engine) => {
  let test: TestGateway
  let cast: Cast
  let operator: TestOperator
  /** Done when the next transaction begins: after the gate has let the request in. */
  let meanwhile: (() => Promise<unknown>) | undefined
  beforeAll(async () => {
    test = await openTestGateway(engine, {
      environment: { OPERATORS: OPERATOR },
      watch: (database) => ({
        ...database,
        async transaction(work) {
          const first = meanwhile
          meanwhile = undefined
          await first?.()
          return database.transaction(work)
        },
      }),
    })
    cast = await assembleCast(test, 0)
    operator = await addOperator(test)
  })
  afterAll(() => test.close())

  const ask = (by: { bearer?: string; key?: string }, { route, body }: Request): Promise<Answer> =>
    test.call(route, { ...by, ...(body !== undefined && { body }) })

  it('is asked of every change: a new one has to be in the list', async () => {
    const operations = toOperations((await test.call('GET /openapi.json')).body)
    const changing = operations.filter(({ path, method }) => path.startsWith('/operator/') && method !== 'GET')
    expect(Object.keys(operatorChanges).toSorted()).toEqual(changing.map(({ id }) => id).toSorted())
  })

  it.each(operatorTable)(
    '%s is refused to every member of an account and to every key, and to nobody else',
    async (id) => {
      const { changed } = await changesOf(test, async () => {
        for (const role of roles)
          for (const kind of kinds) {
            const { status, body } = await ask(cast.actors[role].by[kind], operatorRequests[id])
            const code = kind === 'interactive' ? 'insufficient_permissions' : 'interactive_required'
            expect([role, kind, status, body.code]).toEqual([role, kind, 403, code])
          }
        expect((await ask({}, operatorRequests[id])).status).toBe(401)
        expect([200, 400]).toContain((await ask(operator, operatorRequests[id])).status)
      })
      expect(changed).toEqual([])
    },
  )

  it.each(Object.entries(operatorChanges))('%s asks again in its transaction', async (id, prepare) => {
    const { route } = operatorRequests[id as keyof typeof operatorRequests]
    const body = await prepare(test)
    for (const { name, set, answer } of operatorLosses) {
      const lose = (isLost: boolean) => test.database.transaction((tx) => set(tx, operator, isLost))
      const { changed } = await changesOf(test, async () => {
        meanwhile = () => lose(true)
        const refused = await ask(operator, { route, body })
        await lose(false)
        expect([name, refused.status, refused.body.code]).toEqual([name, ...answer])
      })
      expect(changed.filter((table) => table !== 'users' && table !== 'sessions')).toEqual([])
    }
    const { status, text } = await ask(operator, { route, body })
    expect([status, text]).toEqual([200, expect.any(String)])
    // Nobody takes this kind of work, and the next one waits until nothing is due.
    await test.database.transaction(({ db }) => db.deleteFrom('outbox').where('kind', '=', 'unheard-of').execute())
  })
})
