import type { Server } from '../../transport/http/server.ts'
import type { SendContactForm } from './contact-form.ts'
import { submitContactForm } from './operations/submit-contact-form.ts'

export function contactRoutes(app: Server, services: { sendContactForm: SendContactForm }): void {
  submitContactForm(app, services)
}
