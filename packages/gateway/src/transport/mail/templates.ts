import type { Catalogue } from '../../platform/branding/texts.ts'
import type { Content, TemplateContext } from './content.ts'
import { accountDeleted, accountDeletedTexts } from './templates/account-deleted.ts'
import { accountDeletionScheduled, accountDeletionScheduledTexts } from './templates/account-deletion-scheduled.ts'
import { accountExists, accountExistsTexts } from './templates/account-exists.ts'
import { accountFounded, accountFoundedTexts } from './templates/account-founded.ts'
import { accountRenamed, accountRenamedTexts } from './templates/account-renamed.ts'
import { accountRestored, accountRestoredTexts } from './templates/account-restored.ts'
import { accountResumed, accountResumedTexts } from './templates/account-resumed.ts'
import { accountSuspended, accountSuspendedTexts } from './templates/account-suspended.ts'
import { apiKeyLeaked, apiKeyLeakedTexts } from './templates/api-key-leaked.ts'
import { apiKeyRotated, apiKeyRotatedTexts } from './templates/api-key-rotated.ts'
import { apiKeysEnding, apiKeysEndingTexts } from './templates/api-keys-ending.ts'
import { apiKeysExpired, apiKeysExpiredTexts } from './templates/api-keys-expired.ts'
import { confirmEmail, confirmEmailTexts } from './templates/confirm-email.ts'
import { contactForm, contactFormTexts } from './templates/contact-form.ts'
import { emailChange, emailChangeTexts } from './templates/email-change.ts'
import { emailChangeProof, emailChangeProofTexts } from './templates/email-change-proof.ts'
import { emailChangeRefused, emailChangeRefusedTexts } from './templates/email-change-refused.ts'
import { emailChanged, emailChangedTexts } from './templates/email-changed.ts'
import { emailCode, emailCodeTexts } from './templates/email-code.ts'
import { factorRemoved, factorRemovedTexts } from './templates/factor-removed.ts'
import { invitation, invitationTexts } from './templates/invitation.ts'
import { memberRemoved, memberRemovedTexts } from './templates/member-removed.ts'
import { memberResumed, memberResumedTexts } from './templates/member-resumed.ts'
import { memberSuspended, memberSuspendedTexts } from './templates/member-suspended.ts'
import { newDevice, newDeviceTexts } from './templates/new-device.ts'
import { oauthLinked, oauthLinkedTexts } from './templates/oauth-linked.ts'
import { oauthUnlinked, oauthUnlinkedTexts } from './templates/oauth-unlinked.ts'
import { passkeyAdded, passkeyAddedTexts } from './templates/passkey-added.ts'
import { passkeyCopied, passkeyCopiedTexts } from './templates/passkey-copied.ts'
import { passwordChanged, passwordChangedTexts } from './templates/password-changed.ts'
import { passwordDropped, passwordDroppedTexts } from './templates/password-dropped.ts'
import { paymentFailed, paymentFailedTexts } from './templates/payment-failed.ts'
import { paymentLate, paymentLateTexts } from './templates/payment-late.ts'
import { paymentOverdue, paymentOverdueTexts } from './templates/payment-overdue.ts'
import { paymentSettled, paymentSettledTexts } from './templates/payment-settled.ts'
import { recoveryCodeUsed, recoveryCodeUsedTexts } from './templates/recovery-code-used.ts'
import { recoveryCodesIssued, recoveryCodesIssuedTexts } from './templates/recovery-codes-issued.ts'
import { recoveryCodesViewed, recoveryCodesViewedTexts } from './templates/recovery-codes-viewed.ts'
import { resetPassword, resetPasswordTexts } from './templates/reset-password.ts'
import { roleChanged, roleChangedTexts } from './templates/role-changed.ts'
import { secondFactorFailed, secondFactorFailedTexts } from './templates/second-factor-failed.ts'
import { sessionEnded, sessionEndedTexts } from './templates/session-ended.ts'
import { setPassword, setPasswordTexts } from './templates/set-password.ts'
import { totpAdded, totpAddedTexts } from './templates/totp-added.ts'
import { userAdded, userAddedTexts } from './templates/user-added.ts'
import { userDeleted, userDeletedTexts } from './templates/user-deleted.ts'
import { webhookSwitchedOff, webhookSwitchedOffTexts } from './templates/webhook-switched-off.ts'

/**
 * Every mail there is. A new mail is a file in templates/ and a line here. The header X-Quiva-Template carries its
 * name.
 */
const templates = {
  'confirm-email': { texts: confirmEmailTexts, content: confirmEmail },
  'account-exists': { texts: accountExistsTexts, content: accountExists },
  'account-founded': { texts: accountFoundedTexts, content: accountFounded },
  'account-renamed': { texts: accountRenamedTexts, content: accountRenamed },
  'account-deletion-scheduled': { texts: accountDeletionScheduledTexts, content: accountDeletionScheduled },
  'account-deleted': { texts: accountDeletedTexts, content: accountDeleted },
  'account-restored': { texts: accountRestoredTexts, content: accountRestored },
  'account-suspended': { texts: accountSuspendedTexts, content: accountSuspended },
  'account-resumed': { texts: accountResumedTexts, content: accountResumed },
  'contact-form': { texts: contactFormTexts, content: contactForm },
  'email-change': { texts: emailChangeTexts, content: emailChange },
  'email-change-proof': { texts: emailChangeProofTexts, content: emailChangeProof },
  'email-change-refused': { texts: emailChangeRefusedTexts, content: emailChangeRefused },
  'email-changed': { texts: emailChangedTexts, content: emailChanged },
  'api-key-leaked': { texts: apiKeyLeakedTexts, content: apiKeyLeaked },
  'api-key-rotated': { texts: apiKeyRotatedTexts, content: apiKeyRotated },
  'api-keys-ending': { texts: apiKeysEndingTexts, content: apiKeysEnding },
  'api-keys-expired': { texts: apiKeysExpiredTexts, content: apiKeysExpired },
  'email-code': { texts: emailCodeTexts, content: emailCode },
  invitation: { texts: invitationTexts, content: invitation },
  'member-removed': { texts: memberRemovedTexts, content: memberRemoved },
  'member-resumed': { texts: memberResumedTexts, content: memberResumed },
  'member-suspended': { texts: memberSuspendedTexts, content: memberSuspended },
  'new-device': { texts: newDeviceTexts, content: newDevice },
  'oauth-linked': { texts: oauthLinkedTexts, content: oauthLinked },
  'oauth-unlinked': { texts: oauthUnlinkedTexts, content: oauthUnlinked },
  'password-changed': { texts: passwordChangedTexts, content: passwordChanged },
  'password-dropped': { texts: passwordDroppedTexts, content: passwordDropped },
  'payment-failed': { texts: paymentFailedTexts, content: paymentFailed },
  'payment-late': { texts: paymentLateTexts, content: paymentLate },
  'payment-overdue': { texts: paymentOverdueTexts, content: paymentOverdue },
  'payment-settled': { texts: paymentSettledTexts, content: paymentSettled },
  'reset-password': { texts: resetPasswordTexts, content: resetPassword },
  'role-changed': { texts: roleChangedTexts, content: roleChanged },
  'second-factor-failed': { texts: secondFactorFailedTexts, content: secondFactorFailed },
  'session-ended': { texts: sessionEndedTexts, content: sessionEnded },
  'user-deleted': { texts: userDeletedTexts, content: userDeleted },
  'set-password': { texts: setPasswordTexts, content: setPassword },
  'user-added': { texts: userAddedTexts, content: userAdded },
  'factor-removed': { texts: factorRemovedTexts, content: factorRemoved },
  'passkey-added': { texts: passkeyAddedTexts, content: passkeyAdded },
  'passkey-copied': { texts: passkeyCopiedTexts, content: passkeyCopied },
  'recovery-code-used': { texts: recoveryCodeUsedTexts, content: recoveryCodeUsed },
  'recovery-codes-issued': { texts: recoveryCodesIssuedTexts, content: recoveryCodesIssued },
  'recovery-codes-viewed': { texts: recoveryCodesViewedTexts, content: recoveryCodesViewed },
  'totp-added': { texts: totpAddedTexts, content: totpAdded },
  'webhook-switched-off': { texts: webhookSwitchedOffTexts, content: webhookSwitchedOff },
}

export type TemplateName = keyof typeof templates

type FieldsOf = {
  [Name in TemplateName]: Parameters<(typeof templates)[Name]['content']> extends [infer Fields, ...unknown[]]
    ? Fields
    : unknown
}
type MailOf<Name extends TemplateName> = { [N in Name]: { template: N; to: string } & FieldsOf[N] }[Name]

/**
 * A mail to send, as the outbox stores it: JSON, times in milliseconds since the epoch. `to` is the bare address.
 * The closed union of all templates; `template` selects the other fields.
 */
export type Mail = MailOf<TemplateName>

/** The texts of every mail, by the mail's name and the text's own: what branding.json may replace. */
export const mailTexts: Catalogue = Object.fromEntries(
  Object.entries(templates).map(([name, { texts }]) => [name, texts]),
)

/** The content of a mail, from which the text part and the HTML part are rendered. */
export function contentOf<Name extends TemplateName>(mail: MailOf<Name>, context: TemplateContext): Content {
  const table: { [N in TemplateName]: { content(mail: FieldsOf[N], context: TemplateContext): Content } } = templates
  return table[mail.template].content(mail, context)
}
