import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { describeEngines } from '../../../test/database/engines.ts'
import { changesOf } from '../../../test/database/snapshot.ts'
import { type Answer, openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../../test/gateway.ts'
import { makeImage, makePhoto, upload } from '../../../test/http/images.ts'
import { HOUR, later, MINUTE } from '../../../test/run/clock.ts'
import { eventsAbout, exchangeKey, signIn } from '../../../test/users/sign-in.ts'
import { addUser, join, type User } from '../../../test/users/users.ts'
import { createTurns } from '../../platform/crypto/turns.ts'
import { roles } from '../../platform/values/roles.ts'
import { createIntake } from './intake.ts'

describeEngines('profile images', (engine) => {
  let test: TestGateway
  let root: SignedInUser
  let png: Buffer
  beforeAll(async () => {
    test = await openTestGateway(engine)
    root = await test.signUp()
    png = await makeImage('image/png')
  })
  afterAll(() => test.close())

  type Caller = { bearer?: string; key?: string }
  const send = (caller: Caller, body: unknown) => test.call('POST /accounts/profile-image', { ...caller, body })
  const remove = (caller: Caller) => test.call('DELETE /accounts/profile-image', caller)
  const shown = async (caller: Caller) =>
    (await test.call('GET /accounts/user-login-data', caller)).body.data.profile_image
  const get = (url: string, headers: Record<string, string> = {}) =>
    test.call(`GET ${new URL(url).pathname}`, { headers })

  /** Somebody of root's account, signed in. */
  async function somebody(
    role: Exclude<(typeof roles)[number], 'root'> = 'developer',
  ): Promise<User & { bearer: string }> {
    const user = await addUser(test)
    await join(test, user, root, { role })
    return { ...user, bearer: (await signIn(test, user)).bearer }
  }

  async function bytesOf(url: string): Promise<Buffer> {
    const { pathname } = new URL(url)
    return (await test.gateway.server.inject({ method: 'GET', url: pathname })).rawPayload
  }

  const files = (): Promise<string[]> => readdir(path.join(test.place.dataDir, 'images')).catch(() => [])
  const rowsOf = (userId: string) =>
    test.database.read.selectFrom('profile_images').selectAll().where('user_id', '=', userId).execute()

  it('is set, shown in the login data, and served to everybody who has its address', async () => {
    const user = await somebody()
    const { answer, changed } = await changesOf(test, () => send(user, upload('image/png', png)))
    expect(answer).toMatchObject({ status: 200, body: { message: 'The profile image was set.' } })
    expect(changed).toEqual(['audit_events', 'profile_images'])

    const image = await shown(user)
    expect(image).toEqual({
      name: 'ada.png',
      contentType: 'image/png',
      url: expect.stringMatching(/^http:\/\/gateway\.test\/profile-images\/[\w-]{43}$/),
    })
    const served = await get(image.url)
    expect(served.status).toBe(200)
    expect(served.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline',
      'cross-origin-resource-policy': 'cross-origin',
      etag: `"${image.url.slice(-43)}"`,
    })
    expect(await sharp(await bytesOf(image.url)).metadata()).toMatchObject({ format: 'png', width: 60, height: 40 })
    expect((await eventsAbout(test, user.userId)).map(({ action }) => action)).toEqual(['profile_image.set'])
  })

  it('is sent again only to who does not have it', async () => {
    const user = await somebody()
    await send(user, upload('image/png', png))
    const { url } = await shown(user)
    const etag = `"${url.slice(-43)}"`
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await get(url, { 'if-none-match': known })
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, '', etag])
    }
    expect((await get(url, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('has another address after each upload; the old one leads nowhere, and its file goes', async () => {
    const user = await somebody()
    await send(user, upload('image/png', png))
    const first = await shown(user)
    await send(user, upload('image/gif', await makeImage('image/gif')))
    const second = await shown(user)

    expect(second).toMatchObject({ name: 'ada.gif', contentType: 'image/gif' })
    expect(second.url).not.toBe(first.url)
    const unknown = await get(`http://gateway.test/profile-images/${'A'.repeat(43)}`)
    expect(await get(first.url)).toEqual({ ...unknown, headers: { ...unknown.headers, date: expect.anything() } })
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not_found' } })
    await waitFor(async () => ((await files()).includes(first.url.slice(-43)) ? undefined : true))
    expect(await files()).toContain(second.url.slice(-43))
  })

  it('is deleted at once, with its file; deleting none is as good and leaves nothing', async () => {
    const user = await somebody()
    await send(user, upload('image/png', png))
    const { url } = await shown(user)
    expect(await remove(user)).toMatchObject({ status: 200 })
    expect(await shown(user)).toBeUndefined()
    expect((await get(url)).status).toBe(404)
    await waitFor(async () => ((await files()).includes(url.slice(-43)) ? undefined : true))
    const { answer, changed } = await changesOf(test, () => remove(user))
    expect([answer.status, changed]).toEqual([200, []])
    expect((await eventsAbout(test, user.userId)).map(({ action }) => action)).toEqual([
      'profile_image.set',
      'profile_image.deleted',
    ])
  })

  it.each(roles)('is in the hands of a %s, by session, by key, and by a session made from one', async (role) => {
    const user = role === 'root' ? { bearer: root.bearer } : await somebody(role)
    const callers: Caller[] = [user]
    if (role === 'root') {
      const { key } = await test.issueKey(user.bearer ?? '')
      callers.push({ key }, { bearer: (await exchangeKey(test, key)).bearer })
    }
    for (const caller of callers) {
      expect((await send(caller, upload('image/png', png))).status).toBe(200)
      expect(await shown(user)).toBeDefined()
      expect((await remove(caller)).status).toBe(200)
      expect(await shown(user)).toBeUndefined()
    }
  })

  it('is nobody else’s to change: without a credential nothing is read', async () => {
    for (const answer of [
      await send({}, 'x'),
      await remove({}),
      await send({ key: 'ms-mistyped' }, upload('image/png', png)),
    ])
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
  })

  it.each<[string, Record<string, unknown>, string, string | undefined]>([
    ['a type that is none', { content_type: 'image/svg+xml' }, 'invalid_request', '/body/content_type'],
    ['a type that it is not', { content_type: 'image/webp' }, 'invalid_image', undefined],
    ['a damaged image', { file: 'iVBORw0KGgo=' }, 'invalid_image', undefined],
    ['no base64', { file: 'not base64' }, 'invalid_request', '/body/file'],
    ['nothing', { file: '' }, 'invalid_request', '/body/file'],
    ['a folder for a name', { file_name: '../..//' }, 'invalid_request', '/body/file_name'],
    ['a name with a line break', { file_name: 'a\r\nb.png' }, 'invalid_request', '/body/file_name'],
    ['a part without its number', { is_chunk: true, total_chunks: 2 }, 'invalid_request', '/body/chunk_index'],
    ['a part without their number', { is_chunk: true, chunk_index: 0 }, 'invalid_request', '/body/total_chunks'],
    [
      'a part beyond the last',
      { is_chunk: true, chunk_index: 2, total_chunks: 2 },
      'invalid_request',
      '/body/chunk_index',
    ],
    ['too many parts', { is_chunk: true, chunk_index: 0, total_chunks: 201 }, 'invalid_request', '/body/total_chunks'],
    [
      'a number below zero',
      { is_chunk: true, chunk_index: -1, total_chunks: 2 },
      'invalid_request',
      '/body/chunk_index',
    ],
  ])('is refused and changes nothing: %s', async (_name, more, code, at) => {
    const { answer, changed } = await changesOf(test, () => send(root, upload('image/png', png, more)))
    expect([answer.status, answer.body.code, answer.body.details?.[0].path]).toEqual([400, code, at])
    expect(changed).toEqual([])
  })

  it('keeps the name of the file, without the folders that a browser may send', async () => {
    const user = await somebody()
    await send(user, upload('image/png', png, { file_name: 'C:\\fakepath\\Ünïcode ☀.png ' }))
    expect((await shown(user)).name).toBe('Ünïcode ☀.png')
  })

  describe('in parts', () => {
    const part = (bytes: Buffer, index: number, total: number, more: Record<string, unknown> = {}) =>
      upload(
        'image/png',
        bytes.subarray(index * Math.ceil(bytes.length / total), (index + 1) * Math.ceil(bytes.length / total)),
        {
          is_chunk: true,
          chunk_index: index,
          total_chunks: total,
          ...more,
        },
      )
    const coloured = (background: string) => makeImage('image/png', { background })
    async function colourOf(caller: Caller): Promise<number[]> {
      const raw = await sharp(await bytesOf((await shown(caller)).url))
        .raw()
        .toBuffer()
      return [...raw.subarray(0, 3)]
    }
    const partRows = (userId: string) =>
      test.database.read.selectFrom('profile_image_parts').select('part_index').where('user_id', '=', userId).execute()
    const messageOf = async (answer: Promise<Answer>) => {
      const { status, body } = await answer
      return [status, body.message]
    }

    it('is set when the last one comes, in whatever order, and a part that comes again changes nothing', async () => {
      const user = await somebody()
      expect(await messageOf(send(user, part(png, 2, 3)))).toEqual([200, '1 of 3 parts were received.'])
      expect(await messageOf(send(user, part(png, 0, 3)))).toEqual([200, '2 of 3 parts were received.'])
      expect(await messageOf(send(user, part(png, 2, 3)))).toEqual([200, '2 of 3 parts were received.'])
      expect(await shown(user)).toBeUndefined()
      expect(await messageOf(send(user, part(png, 1, 3)))).toEqual([200, 'The profile image was set.'])
      expect(await bytesOf((await shown(user)).url)).toEqual(await bytesOf((await shownWhole()).url))
      expect(await partRows(user.userId)).toEqual([])

      async function shownWhole() {
        const other = await somebody()
        await send(other, upload('image/png', png))
        return shown(other)
      }
    })

    // Attack: parts of images that are too many, which fill the disk until somebody looks.
    it('leaves no part lying about, and none is taken from who has had all their images', async () => {
      const user = await somebody()
      const file = makeImage('image/png', { background: 'red' })
      const before = await files()
      for (let count = 0; count < 31; count += 1) {
        const bytes = count === 30 ? await file : Buffer.from(`no image ${count}`)
        const answers = [0, 1].map((index) => part(bytes, index, 2, { file_name: `${count}.png` }))
        const statuses = [(await send(user, answers[0] ?? {})).status, (await send(user, answers[1] ?? {})).status]
        expect(statuses).toEqual(count === 30 ? [429, 429] : [200, 400])
      }
      await expect.poll(files).toEqual(before)
      expect(await partRows(user.userId)).toEqual([])
    })

    it('is set once when the last two come at the same instant', async () => {
      const user = await somebody()
      const answers = await Promise.all([0, 1].map((index) => messageOf(send(user, part(png, index, 2)))))
      expect(answers.filter(([, message]) => message === 'The profile image was set.')).toHaveLength(1)
      expect(await rowsOf(user.userId)).toHaveLength(1)
    })

    it.each<[string, (mine: 'red' | 'blue') => Record<string, unknown>]>([
      ['by their names', (mine) => ({ file_name: `${mine}.png` })],
      ['by their own ids', (mine) => ({ upload_id: mine })],
    ])('does not mix with another upload of the same person: they are told apart %s', async (_name, naming) => {
      const user = await somebody()
      const [red, blue] = [await coloured('red'), await coloured('blue')]
      await send(user, part(red, 0, 2, naming('red')))
      await send(user, part(blue, 0, 2, naming('blue')))
      await send(user, part(red, 1, 2, naming('red')))
      expect(await colourOf(user)).toEqual([255, 0, 0])
      await send(user, part(blue, 1, 2, naming('blue')))
      expect(await colourOf(user)).toEqual([0, 0, 255])
    })

    it('does not mix with what another session or another person uploads under the same name', async () => {
      const user = await somebody()
      const other = await somebody()
      const [red, blue] = [await coloured('red'), await coloured('blue')]
      const elsewhere = { bearer: (await signIn(test, user)).bearer }
      await send(user, part(red, 0, 2))
      await send(elsewhere, part(blue, 0, 2))
      await send(other, part(blue, 0, 2))
      await send(other, part(blue, 1, 2))
      expect(await shown(user)).toBeUndefined()
      await send(user, part(red, 1, 2))
      expect(await colourOf(user)).toEqual([255, 0, 0])
    })

    it('is refused at the first part that differs where nothing tells two uploads apart; one that fell silent gives way', async () => {
      const user = await somebody()
      const [red, blue] = [await coloured('red'), await coloured('blue')]
      await send(user, part(red, 0, 2))
      const refused = await send(user, part(blue, 0, 2))
      expect(refused).toMatchObject({ status: 409, body: { code: 'upload_conflict' } })
      expect(refused.body.retry_after).toBeGreaterThan(0)
      expect(refused.body.retry_after).toBeLessThanOrEqual(60)
      expect(Number(refused.headers['retry-after'])).toBe(refused.body.retry_after)
      await later(MINUTE + 1000, async () => {
        expect((await send(user, part(blue, 0, 2))).status).toBe(200)
        await send(user, part(blue, 1, 2))
      })
      expect(await colourOf(user)).toEqual([0, 0, 255])
    })

    it('may have 10 MiB together, and three uploads may wait: a fourth discards the oldest', async () => {
      const user = await somebody()
      const half = Buffer.alloc(6 * 1_048_576, 1)
      const chunk = (index: number, name: string) =>
        upload('image/png', half, { is_chunk: true, chunk_index: index, total_chunks: 3, file_name: name })
      expect((await send(user, chunk(0, 'large'))).status).toBe(200)
      const { answer, changed } = await changesOf(test, () => send(user, chunk(1, 'large')))
      expect([answer.body.code, changed]).toEqual(['image_too_large', []])
      for (const name of ['second', 'third', 'fourth']) await send(user, part(png, 0, 2, { file_name: name }))
      expect(await partRows(user.userId)).toHaveLength(3)
      expect(await messageOf(send(user, part(png, 1, 2, { file_name: 'second' })))).toEqual([
        200,
        'The profile image was set.',
      ])
      expect(await messageOf(send(user, chunk(1, 'large')))).toEqual([200, '1 of 3 parts were received.'])
    })

    it('is discarded when it turns out to be no image', async () => {
      const user = await somebody()
      const noise = Buffer.alloc(100, 7)
      await send(user, part(noise, 0, 2))
      expect((await send(user, part(noise, 1, 2))).body.code).toBe('invalid_image')
      expect(await partRows(user.userId)).toEqual([])
      expect(await shown(user)).toBeUndefined()
    })
  })

  it('is one, and no file is left over, when several uploads come at the same instant', async () => {
    const user = await somebody()
    const images = await Promise.all(
      ['red', 'green', 'blue'].map((background) => makeImage('image/png', { background })),
    )
    const answers = await Promise.all(images.map((bytes) => send(user, upload('image/png', bytes))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const rows = await rowsOf(user.userId)
    expect(rows).toHaveLength(1)
    expect((await get((await shown(user)).url)).status).toBe(200)
  })

  // Attack: bodies of 14 MiB, as many at once as the memory has no room for.
  it('is turned away while too many of them are under way, and let in again afterwards', async () => {
    const user = await somebody()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(user, upload('image/png', png))))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(6)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    expect((await send(user, upload('image/png', png))).status).toBe(200)
  })

  it('is limited in number: thirty in a quarter of an hour', async () => {
    const user = await somebody()
    const statuses: number[] = []
    for (let index = 0; index < 31; index += 1)
      statuses.push((await send(user, upload('image/png', Buffer.from('x')))).status)
    expect(new Set(statuses.slice(0, 30))).toEqual(new Set([400]))
    expect(statuses[30]).toBe(429)
  })

  it('stays the old one when the storage fails, which is nobody’s fault but ours', async () => {
    const user = await somebody()
    await send(user, upload('image/png', png))
    const before = await shown(user)
    const kept = await bytesOf(before.url)
    const folder = path.join(test.place.dataDir, 'images')
    const saved = await Promise.all(
      (await files()).map(async (name) => [name, await bytesOf(`http://x/profile-images/${name}`)] as const),
    )
    await rm(folder, { recursive: true })
    await writeFile(folder, 'in the way')
    const failed = await send(user, upload('image/png', await makeImage('image/png', { background: 'red' })))
    expect(failed).toMatchObject({ status: 503, body: { code: 'images_unavailable' } })
    expect((await get(before.url)).status).toBe(503)
    expect(test.logged).toContainEqual(expect.objectContaining({ level: 'error', message: 'the image storage failed' }))
    await rm(folder)
    await mkdir(folder)
    for (const [name, bytes] of saved) await writeFile(path.join(folder, name), bytes)
    expect(await shown(user)).toEqual(before)
    expect(await bytesOf(before.url)).toEqual(kept)
  })

  it('leaves nothing behind: parts that waited, uploads that broke off, and people who are gone', async () => {
    const [waiting, gone, happy] = [await somebody(), await somebody(), await somebody()]
    const half = { is_chunk: true, chunk_index: 0, total_chunks: 2 }
    await send(waiting, upload('image/png', png, half))
    await send(gone, upload('image/png', png))
    await send(happy, upload('image/png', png))
    const { url } = await shown(gone)
    const brokenOff = 'B'.repeat(43)
    await writeFile(path.join(test.place.dataDir, 'images', brokenOff), 'an image')
    await test.database.transaction(async ({ db }) => {
      const row = { name: brokenOff, user_id: waiting.userId, file_name: 'x', content_type: 'image/png' }
      await db
        .insertInto('profile_images')
        .values({ ...row, created_at: Date.now() })
        .execute()
      await db.deleteFrom('users').where('id', '=', gone.userId).execute()
    })
    expect((await get(url)).status).toBe(404)
    expect((await get(`http://x/profile-images/${brokenOff}`)).status).toBe(404)

    const images = test.database.read.selectFrom('profile_images').select('name').where('shown_at', 'is not', null)
    await later(HOUR + 11 * MINUTE, async () => {
      const leftOver = async () => {
        const shownOnes = (await images.where('user_id', 'is not', null).execute()).map(({ name }) => name)
        return (await files()).filter((name) => !shownOnes.includes(name))
      }
      await expect.poll(leftOver).toEqual([])
    })
    expect((await get((await shown(happy)).url)).status).toBe(200)
    expect(await test.database.read.selectFrom('profile_image_parts').selectAll().execute()).toEqual([])
  })

  it.each(['..%2f..%2fmaster.key', 'A', 'A'.repeat(44), '%00', 'a/b', '~'.repeat(43)])(
    'is not to be had under a name that none can have: %s',
    async (name) => {
      expect((await test.call(`GET /profile-images/${name}`)).status).toBe(404)
    },
  )
})

// One engine: nothing of it reaches a database before it is refused.
test('an image may have 10 MiB, and its body 14', async () => {
  const gateway = await openTestGateway('sqlite')
  try {
    const { bearer } = await gateway.signUp()
    const send = (body: unknown) =>
      gateway.call('POST /accounts/profile-image', { bearer, body, headers: { 'content-type': 'application/json' } })
    const MIB = 1_048_576
    const photo = await makePhoto(64, 64)
    const padded = (length: number) => Buffer.concat([photo, Buffer.alloc(length - photo.length)])
    expect((await send(upload('image/jpeg', padded(10 * MIB)))).status).toBe(200)
    const tooLarge = await send(upload('image/jpeg', padded(10 * MIB + 1)))
    expect(tooLarge).toMatchObject({ status: 400, body: { code: 'image_too_large' } })
    const beyond = await send(JSON.stringify(upload('image/jpeg', Buffer.alloc(10.5 * MIB))))
    expect(beyond).toMatchObject({ status: 413, body: { code: 'payload_too_large' } })
  } finally {
    await gateway.close()
  }
})

describe('bounds', () => {
  const MIB = 1_048_576

  test('uploads under way have 32 MiB together and 16 for each person, and give them back', () => {
    const enter = createIntake()
    const leave = enter('ada', 14 * MIB)
    expect(() => enter('ada', 3 * MIB)).toThrow('Too many requests')
    enter('bob', 14 * MIB)
    expect(() => enter('eve', 5 * MIB)).toThrow('Too many requests')
    leave()
    enter('eve', 5 * MIB)
  })

  test('uploads under way are six for each person and sixteen together', () => {
    const enter = createIntake()
    for (let count = 0; count < 6; count += 1) enter('ada', 1)
    expect(() => enter('ada', 1)).toThrow('Too many requests')
    for (let count = 0; count < 10; count += 1) enter(`person ${count}`, 1)
    expect(() => enter('eve', 1)).toThrow('Too many requests')
  })

  test('no more work goes on at once than may, in the order it came, and a failure gives its place back', async () => {
    const inTurn = createTurns(2)
    const begun: number[] = []
    let busy = 0
    let most = 0
    const work = (index: number) => async () => {
      begun.push(index)
      busy += 1
      most = Math.max(most, busy)
      await new Promise((resolve) => void setImmediate(resolve))
      busy -= 1
      if (index % 3 === 0) throw new Error('on purpose')
    }
    await Promise.allSettled(Array.from({ length: 9 }, (_, index) => inTurn(work(index))))
    expect([most, busy, begun]).toEqual([2, 0, [0, 1, 2, 3, 4, 5, 6, 7, 8]])
  })
})
