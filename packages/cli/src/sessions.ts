import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { TokenPair } from '@quiva/client'
import { CliError } from './errors.ts'
import { withLock } from './file-lock.ts'
import { replaceFile } from './private-file.ts'

/** A sign-in. `id` stays the same while its tokens are renewed, and tells it from a later one. */
export type Session = TokenPair & {
  id: string
  email: string
  account: string
  /** What `--profile` and `quiva switch` call it; those of former versions have none. */
  profile?: string
}

/** A sign-in as `quiva accounts` lists it: no tokens. */
export type Profile = { profile: string; email: string; account: string; apiUrl: string; inUse: boolean }

/** The sign-ins of this person, in a file that only they can read. At each gateway, one is in use. */
export type Sessions = {
  file: string
  /** The sign-in in use at that gateway; the one of the profile, if one was named. */
  read(apiUrl: string): Promise<Session | undefined>
  /** That sign-in as it is now, whether it is in use or not. */
  readById(id: string): Promise<Session | undefined>
  /** Stores a sign-in and has it in use. Those of other accounts or people are kept beside it. */
  save(apiUrl: string, session: Omit<Session, 'id'>): Promise<void>
  /** Stores a renewed pair, unless the sign-in was ended, replaced, or renewed by another process since. */
  renew(apiUrl: string, previous: TokenPair, pair: TokenPair): Promise<void>
  /** Forgets a sign-in and resolves to it, if there was one. */
  remove(apiUrl: string): Promise<Session | undefined>
  /** All of them: those in use first. */
  list(): Promise<Profile[]>
  /** Has that one in use from now on; undefined if there is none of that name. */
  use(profile: string): Promise<Profile | undefined>
}

/** `sessions` holds those in use by gateway, `kept` the others; `current` is the gateway that is asked if none is named. */
type Stored = {
  version: 1
  sessions: Record<string, Session>
  kept?: (Session & { apiUrl: string })[]
  current?: string
}

/**
 * Where to go if no address is named: to the gateway of the profile, or else to that of the last sign-in or switch.
 * Read before anything else, so at once; a file that is damaged says so when it is needed.
 */
export function rememberedApiUrl(folder: string, profile: string | undefined): string | undefined {
  try {
    const stored = parse(readFileSync(fileIn(folder), 'utf8'))
    if (profile === undefined) return stored?.current
    // A name that is new is that of a sign-in to come.
    return stored && (allIn(stored).find((one) => nameOf(one) === profile)?.apiUrl ?? stored.current)
  } catch {
    return undefined
  }
}

const fileIn = (folder: string) => path.join(folder, 'session.json')

/**
 * `folder` is the user's configuration folder for quiva; it is made when something is written. With `profile`, only the
 * sign-in of that name counts.
 */
export function createSessions(folder: string, profile?: string): Sessions {
  const file = fileIn(folder)

  async function readAll(): Promise<Stored> {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, sessions: {} }
      throw error
    }
    const stored = parse(text)
    if (!stored) throw new CliError('failure', 'damaged_file', `${file} is damaged; remove it and run quiva login`)
    return stored
  }

  /** Commands that run at the same time, also for different gateways, must not undo each other's changes. */
  async function change<T>(edit: (stored: Stored) => T): Promise<T> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return withLock(`${file}.lock`, async () => {
      const stored = await readAll()
      const before = JSON.stringify(stored)
      const result = edit(stored)
      if (JSON.stringify(stored) !== before) await replaceFile(file, `${JSON.stringify(stored, null, 2)}\n`)
      return result
    })
  }

  /** The one that commands at that gateway work with. */
  function find(stored: Stored, apiUrl: string): Session | undefined {
    if (profile === undefined) return stored.sessions[apiUrl]
    return allIn(stored).find((one) => nameOf(one) === profile && one.apiUrl === apiUrl)?.session
  }

  return {
    file,
    async read(apiUrl) {
      return find(await readAll(), apiUrl)
    },
    async readById(id) {
      return allIn(await readAll()).find(({ session }) => session.id === id)?.session
    },
    async save(apiUrl, session) {
      await change((stored) => {
        const former = allIn(stored).find((one) => one.apiUrl === apiUrl && isSame(one.session, session))
        if (former) drop(stored, former.session)
        const wanted = profile ?? former?.session.profile
        const taken = allIn(stored).find((one) => nameOf(one) === wanted)
        if (taken) drop(stored, taken.session)
        park(stored, apiUrl)
        const name = wanted ?? freeName(stored, session.account)
        stored.sessions[apiUrl] = { id: randomUUID(), ...session, profile: name }
        stored.current = apiUrl
      })
    },
    async renew(_apiUrl, previous, pair) {
      await change((stored) => {
        const renewed = allIn(stored).find(({ session }) => session.authToken === previous.authToken)
        if (renewed) Object.assign(renewed.session, pair)
      })
    },
    async remove(apiUrl) {
      if (!find(await readAll(), apiUrl)) return undefined
      return change((stored) => {
        const removed = find(stored, apiUrl)
        if (removed) drop(stored, removed)
        return removed
      })
    },
    async list() {
      const stored = await readAll()
      return allIn(stored).map((one) => describe(stored, one))
    },
    async use(name) {
      return change((stored) => {
        const found = allIn(stored).find((one) => nameOf(one) === name)
        if (!found) return undefined
        const { apiUrl, session } = found
        if (stored.sessions[apiUrl] !== session) {
          drop(stored, session)
          park(stored, apiUrl)
          stored.sessions[apiUrl] = without(session)
        }
        stored.current = apiUrl
        return describe(stored, { apiUrl, session })
      })
    },
  }
}

type Placed = { apiUrl: string; session: Session }

function allIn({ sessions, kept = [] }: Stored): Placed[] {
  const inUse = Object.entries(sessions).map(([apiUrl, session]) => ({ apiUrl, session }))
  return [...inUse, ...kept.map((session) => ({ apiUrl: session.apiUrl, session }))]
}

const nameOf = ({ session }: Placed): string => session.profile ?? session.account

function describe(stored: Stored, placed: Placed): Profile {
  const { apiUrl, session } = placed
  const { email, account } = session
  const inUse = stored.sessions[apiUrl]?.id === session.id && (stored.current ?? apiUrl) === apiUrl
  return { profile: nameOf(placed), email, account, apiUrl, inUse }
}

const isSame = (one: Pick<Session, 'email' | 'account'>, other: Pick<Session, 'email' | 'account'>) =>
  one.email === other.email && one.account === other.account

/** Lets the one in use at that gateway make room for another. */
function park(stored: Stored, apiUrl: string): void {
  const session = stored.sessions[apiUrl]
  if (!session) return
  delete stored.sessions[apiUrl]
  stored.kept = [...(stored.kept ?? []), { ...session, apiUrl }]
}

function drop(stored: Stored, { id }: Session): void {
  for (const [apiUrl, session] of Object.entries(stored.sessions)) if (session.id === id) delete stored.sessions[apiUrl]
  const kept = stored.kept?.filter((session) => session.id !== id) ?? []
  if (kept.length > 0) stored.kept = kept
  else delete stored.kept
}

function without(session: Session & { apiUrl?: string }): Session {
  const { apiUrl: _, ...rest } = session
  return rest
}

/** The account's name, or with a number where another sign-in has that name. */
function freeName(stored: Stored, account: string): string {
  const taken = new Set(allIn(stored).map(nameOf))
  let name = account
  for (let number = 2; taken.has(name); number += 1) name = `${account} ${number}`
  return name
}

function parse(text: string): Stored | undefined {
  try {
    const stored = JSON.parse(text) as Stored
    return stored.version === 1 && allIn(stored).every(({ session }) => isSession(session)) ? stored : undefined
  } catch {
    return undefined
  }
}

function isSession(value: Session): boolean {
  return [value.id, value.email, value.account, value.authToken, value.refreshToken].every(
    (member) => typeof member === 'string',
  )
}
