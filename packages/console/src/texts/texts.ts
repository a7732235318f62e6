import { setupI18n } from '@lingui/core'
import type account from './en/account.ts'
import type audit from './en/audit.ts'
import type billing from './en/billing.ts'
import type bus from './en/bus.ts'
import type common from './en/common.ts'
import type device from './en/device.ts'
import type keys from './en/keys.ts'
import type members from './en/members.ts'
import type operator from './en/operator.ts'
import type overview from './en/overview.ts'
import type signIn from './en/sign-in.ts'
import type verifiers from './en/verifiers.ts'
import type webhooks from './en/webhooks.ts'
import type you from './en/you.ts'

/** The catalogues: one for each area of screens, loaded with the first of them, and `common` with the page. */
type Catalogues = {
  common: typeof common
  'sign-in': typeof signIn
  account: typeof account
  audit: typeof audit
  billing: typeof billing
  bus: typeof bus
  device: typeof device
  keys: typeof keys
  members: typeof members
  operator: typeof operator
  overview: typeof overview
  verifiers: typeof verifiers
  webhooks: typeof webhooks
  you: typeof you
}

export type CatalogueName = keyof Catalogues
type NamesOf<C> = C extends unknown ? keyof C : never
/** The name of a text: `keys.issue.title`. */
export type TextName = NamesOf<Catalogues[CatalogueName]>

/** The language of the page. A second language is one more folder beside `en`, and its name here. */
const LOCALE = 'en'

export const i18n = setupI18n({ locale: LOCALE, messages: { [LOCALE]: {} } })

const files = import.meta.glob<{ default: Record<string, string> }>('./*/*.ts')

/** Loads the texts of an area, once. */
export async function loadTexts(name: CatalogueName): Promise<void> {
  const load = files[`./${LOCALE}/${name}.ts`]
  if (!load) throw new Error(`there are no texts for ${name}`)
  i18n.load(LOCALE, (await load()).default)
}

export type TextValues = Record<string, string | number | Date>

/** The text with its values filled in; for places outside components. Its area must be loaded. */
export const text = (name: TextName, values?: TextValues): string => i18n._(name, values)
