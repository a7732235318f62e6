import { Type } from 'typebox'
import { permit } from '../../../access/targets.ts'
import { ROOMY_BODY_LIMIT_BYTES } from '../../../transport/http/bodies.ts'
import { accessOf, originOf } from '../../../transport/http/gate.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { SendContactForm } from '../contact-form.ts'

const optionalText = (description: string, maxLength: number) => Type.Optional(Type.String({ maxLength, description }))

/** The contract's ContactRequest. */
const ContactRequest = Type.Object(
  {
    to_email: Type.String({
      format: 'email',
      maxLength: 254,
      description: 'A support address of this gateway, or the email address of a member of the account',
    }),
    subject: Type.String({ minLength: 1, maxLength: 200, description: 'The subject of the message' }),
    message: Type.String({ minLength: 1, maxLength: 5000, description: 'The message, in plain text' }),
    location: optionalText('The place in the application where it was written', 200),
    phone_number: optionalText('Phone number', 100),
    preferred_contact_method: Type.Optional(
      Type.Enum(['email', 'emai', 'phone'], {
        description: 'How the caller wants to be contacted; `emai` means `email`',
      }),
    ),
  },
  {
    examples: [
      {
        to_email: 'support@example.com',
        subject: 'Billing question',
        message: 'I have a question about my billing cycle.',
        location: 'Account settings',
      },
    ],
  },
)

export function submitContactForm(app: Server, { sendContactForm }: { sendContactForm: SendContactForm }): void {
  app.route({
    method: 'POST',
    url: '/accounts/submit-contact-form',
    bodyLimit: ROOMY_BODY_LIMIT_BYTES,
    ...operation(
      'submitContactForm',
      {
        tags: ['Account Management'],
        summary: 'Submit contact form',
        description:
          'Mails a message to the support of this gateway or to a member of the account; a reply goes to the caller. A user may send at most ten messages an hour.',
      },
      { body: ContactRequest },
      MessageResponse,
      [400, 401, 403, 429],
    ),
    handler: async (request) => {
      const access = accessOf(request)
      permit(access.principal, 'submitContactForm', 'self')
      const { to_email: to, subject, message, location, phone_number: phoneNumber } = request.body
      const preferred = request.body.preferred_contact_method
      // The contract's enum has `emai`, a misspelled `email`.
      const preferredContact = preferred === 'emai' ? 'email' : preferred
      const form = { to, subject, message, location, phoneNumber, preferredContact }
      await sendContactForm(access, form, originOf(request))
      return { message: 'The message is being sent.' }
    },
  })
}
