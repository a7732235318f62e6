import os from 'node:os'
import path from 'node:path'
import { wrongUsage } from './errors.ts'
import { visible } from './output.ts'

/** What the command takes from its environment; an empty variable counts as unset. */
export type Environment = {
  apiKey: string | undefined
  password: string | undefined
  /** For password change and password reset --link. */
  newPassword: string | undefined
  /** A code of the second factor, for login and password change. */
  mfaCode: string | undefined
  /** The user's configuration folder for quiva (XDG Base Directory Specification). */
  configFolder: string
}

/** Every variable of ours, and what the parser of the options reads by itself. */
const OURS = [
  'QUIVA_API_URL',
  'QUIVA_API_KEY',
  'QUIVA_PROFILE',
  'QUIVA_PASSWORD',
  'QUIVA_NEW_PASSWORD',
  'QUIVA_MFA_CODE',
]

/** Of the gateway's commands, which the same person runs in the same terminal (docs/operations.md). */
const OF_THE_GATEWAY = 'QUIVA_BACKUP_PASSPHRASE'

/** What Kubernetes and Docker put into every container about a service that is called quiva, or quiva-something. */
const OF_A_SERVICE = /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT(_\d+_(TCP|UDP)(_\w+)?)?$/

/** Refuses what looks like a variable of ours and is none: whoever set it believes that it counts. */
export function refuseUnknownVariables(variables: Record<string, string | undefined>): void {
  const unknown = Object.keys(variables).find(
    (name) => name.startsWith('QUIVA_') && !OURS.includes(name) && name !== OF_THE_GATEWAY && !OF_A_SERVICE.test(name),
  )
  if (unknown === undefined) return
  throw wrongUsage(`the variable ${visible(unknown)} is unknown; unset it. Known variables: ${OURS.join(', ')}`)
}

export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const xdg = variables.XDG_CONFIG_HOME
  // The XDG specification says that a relative one must be ignored.
  const base = xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.config')
  return {
    apiKey: variables.QUIVA_API_KEY?.trim() || undefined,
    password: variables.QUIVA_PASSWORD || undefined,
    newPassword: variables.QUIVA_NEW_PASSWORD || undefined,
    mfaCode: variables.QUIVA_MFA_CODE?.trim() || undefined,
    configFolder: path.join(base, 'quiva'),
  }
}
