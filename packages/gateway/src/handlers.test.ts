import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from '../test/database/engines.ts'
import { registerHandlers, workKinds } from './handlers.ts'
import { readConfig } from './platform/config/config.ts'
import { createSealer } from './platform/crypto/sealing.ts'
import type { Database } from './platform/database/database.ts'
import { openDatabase } from './platform/database/open.ts'
import { defineWork } from './platform/outbox/outbox.ts'
import { createWorker, handlerFor } from './platform/outbox/worker.ts'

const source = fileURLToPath(new URL('.', import.meta.url))
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

describe('the work of the outbox', () => {
  it('is listed: each kind that the source defines, once', async () => {
    const files = (await readdir(source, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file))
    const texts = await Promise.all(files.map((file) => readFile(source + file, 'utf8')))
    const defined = texts.flatMap((text) => [...text.matchAll(/\bdefineWork<[^()]*>\(\s*'([^']+)'/g)])
    expect(defined.map(([, kind]) => kind).sort()).toEqual(Object.keys(workKinds).sort())
  })
})

describe('a gateway', () => {
  let place: Place
  let database: Database
  beforeAll(async () => {
    place = await openPlace('sqlite')
    database = await openDatabase(readConfig(place.environment))
  })
  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  const all = () => Object.keys(workKinds).map((kind) => handlerFor(defineWork<null>(kind), async () => {}))
  const register = (handlers = all()) =>
    registerHandlers(createWorker(database, createSealer(randomBytes(32)), silent), handlers)

  it('starts with one handler for each kind of work', () => {
    expect(() => register()).not.toThrow()
  })

  it('starts where nobody does a kind of work, if that is said', () => {
    expect(() => register([...all().slice(1), handlerFor(defineWork<null>('mail'), undefined)])).not.toThrow()
  })

  it('does not start without a handler', () => {
    expect(() => register(all().slice(2))).toThrow('no handler for the work “mail”, “tell-members”')
  })

  it('does not start with two handlers for one kind of work', () => {
    expect(() => register([...all(), handlerFor(defineWork<null>('mail'), undefined)])).toThrow(
      'two handlers for the work “mail”',
    )
  })

  it('does not start with a handler for work that is not listed', () => {
    expect(() => register([...all(), handlerFor(defineWork<null>('parcel'), async () => {})])).toThrow(
      'the work “parcel” is missing in handlers.ts',
    )
  })
})
