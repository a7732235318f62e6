import type { Content, TemplateContext } from './content.ts'
import { accountExists } from './templates/account-exists.ts'
import { apiKeyLeaked } from './templates/api-key-leaked.ts'
import { apiKeysEnding } from './templates/api-keys-ending.ts'
import { apiKeysExpired } from './templates/api-keys-expired.ts'
import { confirmEmail } from './templates/confirm-email.ts'
import { emailCode } from './templates/email-code.ts'
import { newDevice } from './templates/new-device.ts'
import { oauthLinked } from './templates/oauth-linked.ts'
import { passwordChanged } from './templates/password-changed.ts'
import { resetPassword } from './templates/reset-password.ts'
import { sessionEnded } from './templates/session-ended.ts'

/** Every mail there is. A new one is a file in templates/ and its line here; the name is what X-Quiva-Template says. */
const templates = {
  'confirm-email': confirmEmail,
  'account-exists': accountExists,
  'api-key-leaked': apiKeyLeaked,
  'api-keys-ending': apiKeysEnding,
  'api-keys-expired': apiKeysExpired,
  'email-code': emailCode,
  'new-device': newDevice,
  'oauth-linked': oauthLinked,
  'password-changed': passwordChanged,
  'reset-password': resetPassword,
  'session-ended': sessionEnded,
}

export type TemplateName = keyof typeof templates

type FieldsOf = {
  [Name in TemplateName]: Parameters<(typeof templates)[Name]> extends [infer Fields, ...unknown[]] ? Fields : unknown
}
type MailOf<Name extends TemplateName> = { [N in Name]: { template: N; to: string } & FieldsOf[N] }[Name]

/**
 * A mail to send, as the outbox stores it: JSON, times in milliseconds since the epoch. `to` is the bare address.
 * The closed union of all templates; `template` selects the other fields.
 */
export type Mail = MailOf<TemplateName>

/** What a mail says, before it is a text and an HTML part. */
export function contentOf<Name extends TemplateName>(mail: MailOf<Name>, context: TemplateContext): Content {
  const table: { [N in TemplateName]: (mail: FieldsOf[N], context: TemplateContext) => Content } = templates
  return table[mail.template](mail, context)
}
