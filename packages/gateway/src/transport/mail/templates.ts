import type { Content, TemplateContext } from './content.ts'
import { accountDeleted } from './templates/account-deleted.ts'
import { accountDeletionScheduled } from './templates/account-deletion-scheduled.ts'
import { accountExists } from './templates/account-exists.ts'
import { accountFounded } from './templates/account-founded.ts'
import { accountRenamed } from './templates/account-renamed.ts'
import { accountRestored } from './templates/account-restored.ts'
import { accountResumed } from './templates/account-resumed.ts'
import { accountSuspended } from './templates/account-suspended.ts'
import { apiKeyLeaked } from './templates/api-key-leaked.ts'
import { apiKeyRotated } from './templates/api-key-rotated.ts'
import { apiKeysEnding } from './templates/api-keys-ending.ts'
import { apiKeysExpired } from './templates/api-keys-expired.ts'
import { confirmEmail } from './templates/confirm-email.ts'
import { contactForm } from './templates/contact-form.ts'
import { emailChange } from './templates/email-change.ts'
import { emailChangeProof } from './templates/email-change-proof.ts'
import { emailChangeRefused } from './templates/email-change-refused.ts'
import { emailChanged } from './templates/email-changed.ts'
import { emailCode } from './templates/email-code.ts'
import { factorRemoved } from './templates/factor-removed.ts'
import { invitation } from './templates/invitation.ts'
import { memberRemoved } from './templates/member-removed.ts'
import { memberResumed } from './templates/member-resumed.ts'
import { memberSuspended } from './templates/member-suspended.ts'
import { newDevice } from './templates/new-device.ts'
import { oauthLinked } from './templates/oauth-linked.ts'
import { oauthUnlinked } from './templates/oauth-unlinked.ts'
import { passkeyAdded } from './templates/passkey-added.ts'
import { passkeyCopied } from './templates/passkey-copied.ts'
import { passwordChanged } from './templates/password-changed.ts'
import { passwordDropped } from './templates/password-dropped.ts'
import { paymentFailed } from './templates/payment-failed.ts'
import { paymentLate } from './templates/payment-late.ts'
import { paymentOverdue } from './templates/payment-overdue.ts'
import { paymentSettled } from './templates/payment-settled.ts'
import { recoveryCodeUsed } from './templates/recovery-code-used.ts'
import { recoveryCodesIssued } from './templates/recovery-codes-issued.ts'
import { recoveryCodesViewed } from './templates/recovery-codes-viewed.ts'
import { resetPassword } from './templates/reset-password.ts'
import { roleChanged } from './templates/role-changed.ts'
import { secondFactorFailed } from './templates/second-factor-failed.ts'
import { sessionEnded } from './templates/session-ended.ts'
import { setPassword } from './templates/set-password.ts'
import { totpAdded } from './templates/totp-added.ts'
import { userAdded } from './templates/user-added.ts'
import { userDeleted } from './templates/user-deleted.ts'
import { webhookSwitchedOff } from './templates/webhook-switched-off.ts'

/**
 * Every mail there is. A new mail is a file in templates/ and a line here. The header X-Quiva-Template carries its
 * name.
 */
const templates = {
  'confirm-email': confirmEmail,
  'account-exists': accountExists,
  'account-founded': accountFounded,
  'account-renamed': accountRenamed,
  'account-deletion-scheduled': accountDeletionScheduled,
  'account-deleted': accountDeleted,
  'account-restored': accountRestored,
  'account-suspended': accountSuspended,
  'account-resumed': accountResumed,
  'contact-form': contactForm,
  'email-change': emailChange,
  'email-change-proof': emailChangeProof,
  'email-change-refused': emailChangeRefused,
  'email-changed': emailChanged,
  'api-key-leaked': apiKeyLeaked,
  'api-key-rotated': apiKeyRotated,
  'api-keys-ending': apiKeysEnding,
  'api-keys-expired': apiKeysExpired,
  'email-code': emailCode,
  invitation,
  'member-removed': memberRemoved,
  'member-resumed': memberResumed,
  'member-suspended': memberSuspended,
  'new-device': newDevice,
  'oauth-linked': oauthLinked,
  'oauth-unlinked': oauthUnlinked,
  'password-changed': passwordChanged,
  'password-dropped': passwordDropped,
  'payment-failed': paymentFailed,
  'payment-late': paymentLate,
  'payment-overdue': paymentOverdue,
  'payment-settled': paymentSettled,
  'reset-password': resetPassword,
  'role-changed': roleChanged,
  'second-factor-failed': secondFactorFailed,
  'session-ended': sessionEnded,
  'user-deleted': userDeleted,
  'set-password': setPassword,
  'user-added': userAdded,
  'factor-removed': factorRemoved,
  'passkey-added': passkeyAdded,
  'passkey-copied': passkeyCopied,
  'recovery-code-used': recoveryCodeUsed,
  'recovery-codes-issued': recoveryCodesIssued,
  'recovery-codes-viewed': recoveryCodesViewed,
  'totp-added': totpAdded,
  'webhook-switched-off': webhookSwitchedOff,
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

/** The content of a mail, from which the text part and the HTML part are rendered. */
export function contentOf<Name extends TemplateName>(mail: MailOf<Name>, context: TemplateContext): Content {
  const table: { [N in TemplateName]: (mail: FieldsOf[N], context: TemplateContext) => Content } = templates
  return table[mail.template](mail, context)
}
