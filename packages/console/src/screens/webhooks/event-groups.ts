import { type AuditAction, auditActions } from '../../../../gateway/src/platform/audit/actions.ts'

/** The subjects of events, as a person looks for them. */
export const eventGroups = [
  'keys',
  'members',
  'sign-ins',
  'factors',
  'users',
  'account',
  'bus',
  'payments',
  'webhooks',
] as const
export type EventGroup = (typeof eventGroups)[number]

/** What operators do is in the log of no account, so no webhook gets it. */
export type AccountAction = Exclude<AuditAction, `operator.${string}`>
const isOfAccount = (action: AuditAction): action is AccountAction => !action.startsWith('operator.')
export const accountActions = auditActions.filter(isOfAccount)

/** What an action is about: what stands before its dot. */
type SubjectOf<Action> = Action extends `${infer Before}.${string}` ? Before : never

const groups: Record<SubjectOf<AccountAction>, EventGroup> = {
  api_key: 'keys',
  revocation: 'keys',
  member: 'members',
  session: 'sign-ins',
  request: 'sign-ins',
  device_sign_in: 'sign-ins',
  embed_origin: 'account',
  embed_token: 'sign-ins',
  password: 'sign-ins',
  email: 'users',
  email_code: 'sign-ins',
  oauth: 'sign-ins',
  totp: 'factors',
  passkey: 'factors',
  mfa: 'factors',
  recovery_codes: 'factors',
  recovery_code: 'factors',
  user: 'users',
  profile_image: 'users',
  account: 'account',
  contact_form: 'account',
  audit: 'account',
  export: 'bus',
  import: 'bus',
  mesh: 'bus',
  payment: 'payments',
  subscription: 'payments',
  webhook: 'webhooks',
}

export const groupOf = (action: AccountAction): EventGroup =>
  groups[action.slice(0, action.indexOf('.')) as SubjectOf<AccountAction>]
