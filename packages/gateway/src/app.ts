import { openAccess } from './access/access.ts'
import { createAccounts } from './features/accounts/accounts.ts'
import { accountRoutes } from './features/accounts/routes.ts'
import { createApiKeys } from './features/api-keys/api-keys.ts'
import { createCheckSignature } from './features/api-keys/leaks/github-signature.ts'
import { apiKeyRoutes } from './features/api-keys/routes.ts'
import { createDeletedKeyAlarm } from './features/api-keys/use/deleted-key-alarm.ts'
import { createKeyUse } from './features/api-keys/use/key-use.ts'
import { createReadEvents } from './features/audit/read-events.ts'
import { auditRoutes } from './features/audit/routes.ts'
import { createAuthentication } from './features/authentication/authentication.ts'
import { createOwnLinks } from './features/authentication/oauth/own-links.ts'
import { createResetPassword } from './features/authentication/reset-password.ts'
import { authenticationRoutes } from './features/authentication/routes.ts'
import { CONSOLE_FOLDER } from './features/console/build.ts'
import { consoleTexts } from './features/console/console-texts.ts'
import { consoleRoutes } from './features/console/routes.ts'
import { staticRoutes } from './features/console/static-routes.ts'
import { createSendContactForm } from './features/contact/contact-form.ts'
import { contactRoutes } from './features/contact/routes.ts'
import { createEmbedding } from './features/embedding/embedding.ts'
import { embeddingRoutes } from './features/embedding/routes.ts'
import { createInvitations } from './features/invitations/invitations.ts'
import { invitationRoutes } from './features/invitations/routes.ts'
import { createMesh } from './features/mesh/mesh.ts'
import { meshRoutes } from './features/mesh/routes.ts'
import { dropFactors } from './features/mfa/drop-factors.ts'
import { createMfa } from './features/mfa/mfa.ts'
import { mfaRoutes } from './features/mfa/routes.ts'
import { createOperator } from './features/operator/operator.ts'
import { operatorRoutes } from './features/operator/routes.ts'
import { createSamples } from './features/operator/samples.ts'
import { createReadOverview } from './features/overview/read-overview.ts'
import { overviewRoutes } from './features/overview/routes.ts'
import { brandingRoutes } from './features/pages/branding-routes.ts'
import { createPages } from './features/pages/page.ts'
import { textsOfPages } from './features/pages/page-texts.ts'
import { pageRoutes } from './features/pages/routes.ts'
import { createCancelForClosedAccount } from './features/payment/close.ts'
import { createLatePayments } from './features/payment/late-payments.ts'
import { createTellPayerAddress } from './features/payment/payer-address.ts'
import { createPayments, waitingPaymentWork } from './features/payment/payments.ts'
import { paymentRoutes } from './features/payment/routes.ts'
import { createImages } from './features/profile-images/images.ts'
import { imageRoutes } from './features/profile-images/routes.ts'
import { sharingRoutes } from './features/sharing/routes.ts'
import { createSharing } from './features/sharing/sharing.ts'
import { userRoutes } from './features/users/routes.ts'
import { createUsers } from './features/users/users.ts'
import { verificationRoutes } from './features/verification/routes.ts'
import { createVerification } from './features/verification/verification.ts'
import { verifierRoutes } from './features/verifiers/routes.ts'
import { createVerifiers } from './features/verifiers/verifiers.ts'
import { webhookRoutes } from './features/webhooks/routes.ts'
import { createWebhooks, type WebhookPace } from './features/webhooks/webhooks.ts'
import { registerHandlers } from './handlers.ts'
import { recurringJobs } from './jobs.ts'
import { readBranding } from './platform/branding/branding.ts'
import type { Config } from './platform/config/config.ts'
import { createPasswords, type PasswordCost } from './platform/crypto/passwords.ts'
import type { Database } from './platform/database/database.ts'
import { openDatabase } from './platform/database/open.ts'
import { createSettingsStore } from './platform/database/settings-store.ts'
import { removeAbandonedFiles } from './platform/disk/abandoned-files.ts'
import { createIdempotent } from './platform/idempotency/idempotent.ts'
import { createLifecycle, openedAtStart } from './platform/lifecycle.ts'
import type { Log } from './platform/log.ts'
import { createOutbox } from './platform/outbox/outbox.ts'
import { enqueueRecurringJobs, runRecurringJobs } from './platform/outbox/sweep.ts'
import { createWorker } from './platform/outbox/worker.ts'
import { openSealer } from './platform/secrets/master-key.ts'
import { createTally } from './platform/tally.ts'
import { createCountingFailures } from './platform/throttle/counting-failures.ts'
import { createMinimumDuration, type MinimumDuration } from './platform/throttle/minimum-duration.ts'
import { createThrottle } from './platform/throttle/throttle.ts'
import { createCauses } from './platform/tracing/causes.ts'
import { openTracing, withTraceIds } from './platform/tracing/tracing.ts'
import { describeGateway, openHttp } from './transport/http/http.ts'
import { openMetricsSocket } from './transport/http/metrics-socket.ts'
import type { Server } from './transport/http/server.ts'
import { openMail } from './transport/mail/mail.ts'
import { mailTexts } from './transport/mail/templates.ts'
import { openMessaging } from './transport/messaging/messaging.ts'

export type Gateway = {
  server: Server
  /** Starts the background work: the outbox, the recurring jobs, the evictions from other gateways. */
  start(): Promise<void>
  /** From now on readiness fails, while requests are still served. */
  drain(): void
  /** Waits for requests and outbox items under way, then closes everything. */
  close(): Promise<void>
}

/**
 * What a test may replace: a database that is open already, which the gateway closes; passwords that cost less to hash;
 * answers that are not held back; how often samples of refusals and of the metrics are written, which other tests should
 * not notice; how long webhooks wait for events; and the folder with the built console.
 */
type Given = {
  database?: Database
  passwordCost?: PasswordCost
  minimumDuration?: MinimumDuration
  writeSamplesEveryMs?: number
  webhookPace?: WebhookPace | undefined
  consoleFolder?: string | undefined
}

/** The composition root: all parts of the gateway, each after the parts that it needs. */
export async function openGateway(config: Config, plainLog: Log, given: Given = {}): Promise<Gateway> {
  // Platform
  const branding = await readBranding(config, { ...mailTexts, ...textsOfPages, ...consoleTexts })
  const tracing = await openTracing(config.tracing, plainLog)
  const log = withTraceIds(plainLog, tracing)
  const database = given.database ?? (await openDatabase(config))
  const settings = createSettingsStore(database)
  const sealer = await openSealer(config, settings)
  const hashKey = sealer.hashKey('codes and addresses')
  const passwords = createPasswords(given.passwordCost)
  const causes = createCauses()
  const outbox = createOutbox(sealer, tracing && causes)
  const worker = createWorker(database, sealer, log, { tracing, causes })
  outbox.onWork(worker.wake)
  const throttle = createThrottle(config, database)
  const tally = createTally()
  const { minimumDuration = createMinimumDuration() } = given
  const platform = {
    config,
    branding,
    log,
    tracing,
    database,
    settings,
    sealer,
    hashKey,
    passwords,
    outbox,
    throttle,
    tally,
    minimumDuration,
  }

  // Mails, and the connection to the message bus
  const mail = openMail(platform)
  const { sendMail, anonymousMails } = mail
  const messaging = await openMessaging(platform)
  const { bus, claims, memberKeys, busAccounts } = messaging

  // Access
  const keyUse = createKeyUse(database, log)
  const deletedKeyAlarm = createDeletedKeyAlarm(database, log)
  const keyWatch = { touch: keyUse.touch, suspect: deletedKeyAlarm.suspect }
  const { writeSamplesEveryMs } = given
  const access = await openAccess({ ...platform, keyWatch, writeSamplesEveryMs })
  const { authenticate, invalidation, targets, signingKeys } = access

  // Features
  const authentication = await createAuthentication({ ...platform, ...access, sendMail })
  const { attempts, emailCodes, revokeSessions, signInSteps } = authentication
  const mfa = await createMfa({
    ...platform,
    ...signInSteps,
    sendMail,
    relyingPartyId: config.webauthnRpId,
    appOrigins: config.appOrigins,
    appName: config.appName,
  })
  const { stepUp } = mfa
  const factors = { countChange: mfa.countFactorChange, change: mfa.changeFactorSettings, drop: dropFactors }
  const common = { ...platform, sendMail, claims, memberKeys, invalidation, targets, publicUrl: config.publicUrl }
  const invitations = createInvitations({ ...common, attempts, revokeSessions, factors })
  const { revokeInvitations } = invitations
  const apiKeys = createApiKeys({
    ...common,
    keyQuotas: access.keyQuotas,
    importedKeys: access.importedKeys,
    revokeInvitations,
    bus,
    flushUses: keyUse.flush,
    limits: {
      defaultTtlDays: config.apiKeyTtlDays,
      mostPerAccount: config.apiKeysPerAccount,
      mostImported: config.importedKeysPerAccount,
    },
  })
  const { recentKeys, revokeAllKeys } = apiKeys
  const resetPassword = createResetPassword({ ...common, anonymousMails, attempts, revokeSessions, recentKeys, stepUp })
  const ownLinks = createOwnLinks({ database, sendMail, stepUp })
  // What changes of accounts and users need, and what they revoke
  const forChanges = { attempts, emailCodes, revokeSessions, revokeAllKeys, revokeInvitations, stepUp }
  const latePayments = createLatePayments({ ...common, graceDays: config.stripe?.graceDays })
  const embedding = createEmbedding({ ...common, ...authentication, knownOrigins: access.embedOrigins })
  const payments = createPayments({ ...common, latePayments })
  const accounts = createAccounts({
    ...common,
    ...forChanges,
    anonymousMails,
    busAccounts,
    dropFactors,
    countSignUp: authentication.countSignUp,
    markPassword: authentication.markPassword,
    cancelSubscription: createCancelForClosedAccount(outbox, config.stripe !== undefined),
    limitsWithoutPlan: payments?.withoutPlan.known,
  })
  const users = createUsers({
    ...common,
    ...forChanges,
    ...invitations,
    factors,
    tellPayerAddress: createTellPayerAddress(outbox),
  })
  const images = createImages(platform)
  const mesh = createMesh({ ...common, bus })
  const webhooks = createWebhooks({ ...common, webhookPace: given.webhookPace })
  const verifiers = createVerifiers({ ...platform, ...access, keyUse })

  // HTTP
  const { server, anonymousLimit, gate, enforceKeyLimits, metrics, readDocument } = await openHttp({
    ...platform,
    ...access,
    otherMetrics: [...messaging.metrics, ...webhooks.metrics, ...verifiers.metrics],
  })
  const samples = createSamples({ ...platform, totals: metrics.totals, everyMs: writeSamplesEveryMs })
  const countingFailures = createCountingFailures(anonymousLimit)
  const idempotent = createIdempotent(database, sealer.hashKey('idempotency'))
  const { githubSecretScanningKeys: githubKeys, supportAddresses, appOrigins } = config
  let draining = false

  accountRoutes(server, { ...accounts, listAccounts: authentication.listAccounts })
  overviewRoutes(server, { readOverview: createReadOverview({ database, messagingStatus: messaging.status }) })
  contactRoutes(server, {
    sendContactForm: createSendContactForm({ database, throttle, sendMail, supportAddresses }),
  })
  userRoutes(server, users)
  invitationRoutes(server, invitations)
  auditRoutes(server, { readEvents: createReadEvents(database, throttle.limiter('audit-export')), gate, log })
  imageRoutes(server, { images, anonymousLimit })
  authenticationRoutes(server, {
    ...authentication,
    resetPassword,
    ownLinks,
    config,
    targets,
    authenticate,
    enforceKeyLimits,
    failures: anonymousLimit,
  })
  mfaRoutes(server, mfa, targets)
  apiKeyRoutes(server, {
    ...apiKeys,
    targets,
    idempotent,
    checkSignature: githubKeys.length > 0 ? createCheckSignature(githubKeys) : undefined,
    countingFailures,
  })
  embeddingRoutes(server, { ...embedding, publicUrl: config.publicUrl, countingFailures })
  meshRoutes(server, mesh)
  webhookRoutes(server, webhooks)
  sharingRoutes(server, createSharing({ database, claims }))
  verificationRoutes(server, createVerification({ ...platform, ...access }))
  verifierRoutes(server, verifiers, gate)
  operatorRoutes(
    server,
    createOperator({ ...common, ...access, messagingStatus: messaging.status, wakeWorker: worker.wake }),
  )
  const { servesConsole } = config
  const pages = createPages(branding)
  pageRoutes(server, {
    ...accounts,
    ...users,
    ...invitations,
    resetPassword,
    anonymousLimit,
    servesConsole,
    pages,
    log,
  })
  brandingRoutes(server, branding)
  if (servesConsole) {
    consoleRoutes(server, {
      branding,
      ...authentication,
      ...mfa,
      ...users,
      config,
      sealer,
      authenticate,
      operators: access.operators,
      log,
      failures: anonymousLimit,
    })
    staticRoutes(server, {
      folder: given.consoleFolder ?? CONSOLE_FOLDER,
      publicUrl: config.publicUrl,
      pages,
      branding,
    })
  }
  paymentRoutes(server, { payments, appOrigins, countingFailures })
  const isDraining = () => draining
  describeGateway(server, {
    database,
    messagingStatus: messaging.status,
    isDraining,
    signingKeys,
    config,
    readDocument,
  })

  // Background work: work that is done once (handlers.ts), and recurring jobs (jobs.ts)
  const jobs = recurringJobs({
    ...common,
    ...access,
    ...apiKeys,
    ...accounts,
    images,
    mesh,
    payments,
    latePayments,
    webhooks,
  })
  registerHandlers(worker, [
    mail.handler({ 'reset-password': resetPassword.renewMail }),
    ...messaging.handlers,
    ...accounts.handlers,
    ...invitations.handlers,
    ...apiKeys.handlers,
    ...images.handlers,
    ...mesh.handlers,
    ...(payments?.handlers ?? waitingPaymentWork),
    runRecurringJobs(jobs),
  ])

  // The parts start in this order, and stop in the reverse order
  const { start, stop } = createLifecycle(
    [
      // First in the list, so last to stop: the parts below still use them while they stop.
      { name: 'traces', stop: async () => tracing?.stop() },
      { name: 'database', stop: () => database.close() },
      { name: 'profile images', stop: images.close },
      { name: 'delivery of mails', stop: mail.close },
      { name: 'connection to NATS', stop: messaging.close },
      access.parts.evictions,
      access.parts.importedKeys,
      access.parts.embedOrigins,
      removeAbandonedFiles(config.dataDir),
      access.parts.refusals,
      access.parts.confirmations,
      { name: 'alarm of deleted keys', start: deletedKeyAlarm.start, stop: deletedKeyAlarm.stop },
      access.parts.rateLimits,
      access.parts.quotas,
      { name: 'uses of keys', start: keyUse.start, stop: keyUse.stop },
      { name: 'metrics over time', start: samples.start, stop: samples.stop },
      { name: 'outbox', stop: worker.stop },
      openedAtStart('port of the metrics', async () => {
        if (config.metricsPort === undefined) return async () => {}
        const socket = await openMetricsSocket(config.metricsPort, metrics.read)
        return socket.close
      }),
      // Stops before the others, so that no new request comes. What requests and the outbox have left is written after
      // it.
      { name: 'server', stop: () => server.close() },
      // Before the evictions stop: until no verifier may honour anything, they must arrive.
      { name: 'verifiers', start: verifiers.start, stop: verifiers.stop },
      // Starts last, so that a gateway that cannot start has done no work.
      {
        name: 'work of the outbox',
        async start() {
          await enqueueRecurringJobs(database, outbox, jobs)
          await worker.start()
        },
      },
      { name: 'webhooks', start: webhooks.runner.start, stop: webhooks.runner.stop },
    ],
    log,
  )

  return {
    server,
    start,
    drain() {
      draining = true
      verifiers.drain()
    },
    close: stop,
  }
}
