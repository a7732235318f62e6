import { randomBytes } from 'node:crypto'
import { existsSync, watch } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from '../../test/database/engines.ts'
import { meddle } from '../../test/database/inspect.ts'
import { openTestGateway, type SignedInUser, type TestGateway, waitFor } from '../../test/gateway.ts'
import { runCommand, startCommand } from '../../test/run/command.ts'
import { statusOf } from '../../test/users/sign-in.ts'
import { readConfig } from '../platform/config/config.ts'
import { openDatabase } from '../platform/database/open.ts'
import { openSqlite } from '../platform/database/sqlite.ts'

const PASSPHRASE = 'a staple of horses'
const IMAGE = 'an-image_1'

/** A gateway that was backed up while keys were issued; then a key was deleted. */
describe('the commands backup and restore', () => {
  let place: Place
  let test: TestGateway
  let folder: string
  let file: string
  let root: SignedInUser
  let first: { id: string; key: string }
  const later: { id: string; key: string }[] = []
  const keyOpens = async (gateway: TestGateway, key: string) =>
    (await gateway.call('POST /accounts/auth-with-api-key', { body: { api_key: key } })).status
  const run = (name: string, args: string[], environment: Record<string, string> = {}) =>
    runCommand(name, args, { DATA_DIR: place.dataDir, QUIVA_BACKUP_PASSPHRASE: PASSPHRASE, ...environment })
  const emptyFolder = () => mkdtemp(path.join(folder, 'to-'))
  /** A refusal, which leaves nothing behind but the file that the lock is on. */
  async function refused(from: string, environment: Record<string, string> = {}): Promise<string> {
    const DATA_DIR = await emptyFolder()
    const { code, stdout, stderr } = await run('restore', [from], { DATA_DIR, ...environment })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).not.toContain('    at ')
    expect((await readdir(DATA_DIR)).filter((name) => name !== 'gateway.db.lock')).toEqual([])
    return stderr
  }
  /** Copies the backup, so that a test can spoil it. */
  async function copyOfBackup(): Promise<string> {
    const copy = path.join(await emptyFolder(), 'copy.db')
    for (const suffix of ['', '.secrets']) await copyFile(`${file}${suffix}`, `${copy}${suffix}`)
    return copy
  }

  beforeAll(async () => {
    place = await openPlace('sqlite')
    folder = await mkdtemp(path.join(tmpdir(), 'quiva-backup-'))
    file = path.join(folder, 'monday.db')
    test = await openTestGateway('sqlite', { place })
    root = await test.signUp()
    first = await test.issueKey(root.bearer)
    await mkdir(path.join(place.dataDir, 'images'))
    await writeFile(path.join(place.dataDir, 'images', IMAGE), 'pixels')
    await writeFile(path.join(place.dataDir, 'operator.nk'), 'SO…\n', { mode: 0o600 })
    await writeFile(path.join(place.dataDir, 'images', '.0123456789abcdef.tmp'), 'half')
    const backup = startCommand('backup', [file], { DATA_DIR: place.dataDir, QUIVA_BACKUP_PASSPHRASE: PASSPHRASE })
    while (backup.child.exitCode === null) later.push(await test.issueKey(root.bearer))
    const { code, stdout, stderr } = await backup.ended
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`${file}: the database of `)
    expect(stdout).toContain(`${file}.secrets: master.key, operator.nk, images (1), sealed under your passphrase.`)
    expect(later.length).toBeGreaterThan(2)
    await test.call(`DELETE /accounts/api-key?id=${first.id}`, { bearer: root.bearer })
    expect(await keyOpens(test, first.key)).toBe(401)
  })
  afterAll(async () => {
    await test.close()
    await place.remove()
    await rm(folder, { recursive: true })
  })

  it('write two files for their owner alone, and no secret into either in clear', async () => {
    const masterKey = (await readFile(path.join(place.dataDir, 'master.key'), 'utf8')).trim()
    for (const name of [file, `${file}.secrets`]) {
      expect((await stat(name)).mode & 0o777).toBe(0o600)
      const bytes = await readFile(name)
      for (const secret of [masterKey, Buffer.from(masterKey, 'base64'), first.key, PASSPHRASE, 'pixels', 'SO…'])
        expect(bytes.includes(secret)).toBe(false)
    }
    expect((await readdir(folder)).filter((name) => name.includes('monday')).sort()).toEqual([
      'monday.db',
      'monday.db.secrets',
    ])
  })

  it('bring everything back into an empty place, whose gateway knows the keys of that moment', async () => {
    const DATA_DIR = path.join(folder, 'new', 'data')
    const { code, stdout, stderr } = await run('restore', [file], { DATA_DIR })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/What was deleted or revoked after \d{4}-\S+Z works again: delete those API keys again/)
    for (const name of ['master.key', 'operator.nk', `images/${IMAGE}`]) {
      const [was, is] = await Promise.all([place.dataDir, DATA_DIR].map((at) => readFile(path.join(at, name))))
      expect(is).toEqual(was)
    }
    const names = ['gateway.db', 'gateway.db.lock', 'images', 'master.key', 'operator.nk']
    expect((await readdir(DATA_DIR)).sort()).toEqual(names)
    for (const name of names.filter((one) => one !== 'images'))
      expect((await stat(path.join(DATA_DIR, name))).mode & 0o777).toBe(0o600)
    const restored = await openTestGateway('sqlite', {
      place: { ...place, dataDir: DATA_DIR, environment: { DATA_DIR } },
    })
    // What the command warns of: the key was deleted after the backup.
    expect(await keyOpens(restored, first.key)).toBe(200)
    // The copy is of one moment: it has the keys before it, and none after.
    const known: boolean[] = []
    for (const { key } of later) known.push((await keyOpens(restored, key)) === 200)
    expect(known).toEqual(known.toSorted().reverse())
    await restored.close()
  })

  it('never overwrite: neither a file of a backup nor a place that is not empty', async () => {
    const before = await stat(file)
    const again = await run('backup', [file])
    expect(again).toEqual({ code: 1, stdout: '', stderr: `${file} exists already. Choose another name.\n` })
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs)
    const { code, stderr } = await run('restore', [file])
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${place.dataDir} is not empty: there is `)])
    expect(await statusOf(test, root.bearer)).toBe(200)
    // A key that an operator has laid there already is not replaced either.
    const DATA_DIR = await emptyFolder()
    await writeFile(path.join(DATA_DIR, 'master.key'), 'mine')
    expect((await run('restore', [file], { DATA_DIR })).code).toBe(1)
    expect(await readFile(path.join(DATA_DIR, 'master.key'), 'utf8')).toBe('mine')
  })

  it('refuse a wrong passphrase, and to guess none', async () => {
    const wrong = await refused(file, { QUIVA_BACKUP_PASSPHRASE: `${PASSPHRASE}.` })
    expect(wrong).toBe(`The passphrase is wrong, or ${file}.secrets is damaged.\n`)
    expect(await refused(file, { QUIVA_BACKUP_PASSPHRASE: '' })).toContain('Set QUIVA_BACKUP_PASSPHRASE')
    const short = await run('backup', [path.join(folder, 'short.db')], { QUIVA_BACKUP_PASSPHRASE: 'hunter2' })
    expect([short.code, short.stderr]).toEqual([1, 'The passphrase must have at least 12 characters.\n'])
    expect(existsSync(path.join(folder, 'short.db'))).toBe(false)
  })

  it('refuse files that are cut off, changed, exchanged or missing', async () => {
    const cut = await copyOfBackup()
    await truncate(cut, (await stat(cut)).size - 4096)
    expect(await refused(cut)).toContain(`${cut} is damaged, or does not belong to ${cut}.secrets`)
    // Cut off after a whole record: what is missing is the empty one at the end, 20 bytes.
    const secrets = await copyOfBackup()
    await truncate(`${secrets}.secrets`, (await stat(`${secrets}.secrets`)).size - 20)
    expect(await refused(secrets)).toBe(`${secrets}.secrets is damaged or not complete.\n`)
    await rm(`${secrets}.secrets`)
    expect(await refused(secrets)).toContain(`There is no ${secrets}.secrets, and MASTER_KEY is not set.`)
    // Without the file of secrets nothing says how long the database was; its pages do, and the key does not fit.
    const MASTER_KEY = randomBytes(32).toString('base64')
    expect(await refused(secrets, { MASTER_KEY })).toContain('is not the key that this database was sealed with')
    await truncate(secrets, (await stat(secrets)).size - 4096)
    expect(await refused(secrets, { MASTER_KEY })).toContain(`${secrets} is damaged`)
  })

  it('refuse the database of a newer version', async () => {
    const newer = await copyOfBackup()
    await rm(`${newer}.secrets`)
    const at = { ...place, environment: { DATA_DIR: path.dirname(newer), DATABASE_URL: `sqlite:${newer}` } }
    await meddle(at, "insert into kysely_migration values ('9999-later', '2026-01-01')")
    const MASTER_KEY = (await readFile(path.join(place.dataDir, 'master.key'), 'utf8')).trim()
    expect(await refused(newer, { MASTER_KEY })).toContain('is of a newer version of the gateway (it has 9999-later)')
  })

  it('can be killed in the middle and run again', async () => {
    const again = path.join(await emptyFolder(), 'again.db')
    const environment = { DATA_DIR: place.dataDir, QUIVA_BACKUP_PASSPHRASE: PASSPHRASE }
    const backup = startCommand('backup', [again], environment)
    const partial = async () => (await readdir(path.dirname(again))).find((name) => name.endsWith('.partial'))
    expect(await waitFor(partial)).toMatch(/^\.again\.db\.\w+\.partial/)
    backup.child.kill('SIGKILL')
    await backup.ended
    expect([existsSync(again), existsSync(`${again}.secrets`)]).toEqual([false, false])

    const DATA_DIR = await emptyFolder()
    const restore = startCommand('restore', [file], { ...environment, DATA_DIR })
    await waitFor(async () => (existsSync(path.join(DATA_DIR, '.restoring')) ? true : undefined))
    restore.child.kill('SIGKILL')
    await restore.ended
    expect(existsSync(path.join(DATA_DIR, 'gateway.db'))).toBe(false)
    // A supervisor that starts the gateway there would give everybody an empty one.
    await expect(openSqlite(path.join(DATA_DIR, 'gateway.db'))).rejects.toThrow(/^A restore into .* was interrupted/)
    const names: (string | null)[] = []
    const watching = watch(DATA_DIR, (_, name) => names.push(name))
    expect(await run('restore', [file], { DATA_DIR })).toMatchObject({ code: 0, stderr: '' })
    await waitFor(async () => names.includes('gateway.db') || undefined)
    watching.close()
    expect(existsSync(path.join(DATA_DIR, '.restoring'))).toBe(false)
    // A kill leaves either what is refused, or a place that is complete.
    expect(names.lastIndexOf('.restoring')).toBeLessThan(names.indexOf('gateway.db'))
  })

  it('leave a place that opens once the database is in it, whatever else a kill has left', async () => {
    const database = path.join(await emptyFolder(), 'gateway.db')
    await (await openSqlite(database)).close()
    await mkdir(path.join(path.dirname(database), '.restoring'))
    await (await openSqlite(database)).close()
  })

  it('are noticed half done where the database is not in DATA_DIR, too', async () => {
    const [DATA_DIR, elsewhere] = [await emptyFolder(), await emptyFolder()]
    const database = path.join(elsewhere, 'other.db')
    const config = readConfig({ DATA_DIR, DATABASE_URL: `sqlite:${database}` })
    await mkdir(path.join(DATA_DIR, '.restoring'))
    await expect(openDatabase(config)).rejects.toThrow(
      `A restore into ${DATA_DIR} was interrupted: there is ${path.join(DATA_DIR, '.restoring')}, but no ${database}.`,
    )
    expect(existsSync(database)).toBe(false)
  })

  it('say what to do where a restore was killed while it brought the files to their places', async () => {
    const DATA_DIR = await emptyFolder()
    await writeFile(path.join(DATA_DIR, 'master.key'), 'of the backup')
    await writeFile(path.join(DATA_DIR, 'gateway.db.restoring'), 'not yet in its place')
    await expect(openSqlite(path.join(DATA_DIR, 'gateway.db'))).rejects.toThrow('Run the command restore again')
    const { code, stderr } = await run('restore', [file], { DATA_DIR })
    expect([code, stderr]).toEqual([1, expect.stringContaining('was interrupted when it had brought')])
    expect((await readdir(DATA_DIR)).sort()).toEqual(['gateway.db.lock', 'gateway.db.restoring', 'master.key'])
  })

  it('say that there are no secrets when the master key is in the environment', async () => {
    const MASTER_KEY = (await readFile(path.join(place.dataDir, 'master.key'), 'utf8')).trim()
    const DATABASE_URL = `sqlite:${path.join(place.dataDir, 'gateway.db')}`
    const other = path.join(folder, 'other.db')
    const elsewhere = { MASTER_KEY, DATABASE_URL, DATA_DIR: await emptyFolder(), QUIVA_BACKUP_PASSPHRASE: '' }
    const { code, stdout } = await run('backup', [other], elsewhere)
    expect(code).toBe(0)
    expect(stdout).toContain(`has no secrets and no images, so there is no ${other}.secrets.`)
    expect(stdout).toContain('MASTER_KEY is in the environment, so it is not in the backup.')
    expect(existsSync(`${other}.secrets`)).toBe(false)
    const DATA_DIR = await emptyFolder()
    await chmod(DATA_DIR, 0o700)
    expect(await run('restore', [other], { MASTER_KEY, DATA_DIR })).toMatchObject({ code: 0, stderr: '' })
  })
})
