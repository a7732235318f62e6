import type { Migration } from 'kysely/migration'
import { up as initial } from './0001-initial.ts'
import { up as waysIn } from './0002-ways-in.ts'
import { up as keyLife } from './0010-key-life.ts'

/** Every migration in order; a released one is never edited. */
export const migrations: Record<string, Migration> = {
  '0001-initial': { up: initial },
  '0002-ways-in': { up: waysIn },
  '0010-key-life': { up: keyLife },
}
