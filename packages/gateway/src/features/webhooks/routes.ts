import type { Server } from '../../transport/http/server.ts'
import { createWebhook } from './operations/create-webhook.ts'
import { deleteWebhook } from './operations/delete-webhook.ts'
import { listWebhookDeliveries } from './operations/list-webhook-deliveries.ts'
import { listWebhooks } from './operations/list-webhooks.ts'
import { resendWebhookEvent } from './operations/resend-webhook-event.ts'
import { rotateWebhookSecret } from './operations/rotate-webhook-secret.ts'
import { testWebhook } from './operations/test-webhook.ts'
import { updateWebhook } from './operations/update-webhook.ts'
import type { Webhooks } from './webhooks.ts'

export function webhookRoutes(app: Server, webhooks: Webhooks): void {
  listWebhooks(app, webhooks)
  createWebhook(app, webhooks)
  updateWebhook(app, webhooks)
  deleteWebhook(app, webhooks)
  rotateWebhookSecret(app, webhooks)
  testWebhook(app, webhooks)
  listWebhookDeliveries(app, webhooks)
  resendWebhookEvent(app, webhooks)
}
