import path from 'node:path'
import { createAccessTokens } from './access/access-tokens.ts'
import { createAuthenticate } from './access/authenticate.ts'
import { createCredentialCache } from './access/cache.ts'
import { orphanDeletedAccounts } from './access/directory/deleted-accounts.ts'
import { startEvictionListener } from './access/eviction-listener.ts'
import { createInvalidation } from './access/invalidation.ts'
import { createKeyRateLimits } from './access/key-limits/key-rate-limits.ts'
import { createNoteRefusals } from './access/refusals/refusals.ts'
import { createSampledEvents } from './access/refusals/sampled-events.ts'
import { createSigningKeyStore } from './access/signing-key-store.ts'
import { openSigningKeys } from './access/signing-keys.ts'
import { createTargets } from './access/targets.ts'
import { createActivateAccount } from './features/accounts/activate.ts'
import { createConfirmation } from './features/accounts/confirmation.ts'
import { createCreateAccount } from './features/accounts/create.ts'
import { createTidyDeletedAccounts, purgeStreamsOfDeletedAccounts } from './features/accounts/deleted-accounts.ts'
import { createFoundAccount } from './features/accounts/found.ts'
import { createAccountLife } from './features/accounts/life.ts'
import { accountRoutes } from './features/accounts/routes.ts'
import { createSignUpPolicy } from './features/accounts/sign-up-policy.ts'
import { createApiKeys } from './features/api-keys/api-keys.ts'
import { createCheckSignature } from './features/api-keys/leaks/github-signature.ts'
import { createRevokeAllKeys } from './features/api-keys/revoke-all-keys.ts'
import { apiKeyRoutes } from './features/api-keys/routes.ts'
import { createDeletedKeyAlarm } from './features/api-keys/use/deleted-key-alarm.ts'
import { createKeyUse } from './features/api-keys/use/key-use.ts'
import { createReadEvents } from './features/audit/read-events.ts'
import { auditRoutes } from './features/audit/routes.ts'
import { createAskForAccount } from './features/authentication/ask-for-account.ts'
import { createAttempts, createCountSignUp } from './features/authentication/attempts.ts'
import { createFindCandidate } from './features/authentication/candidate.ts'
import { createChallenges } from './features/authentication/challenges.ts'
import { createCompleteSignIn } from './features/authentication/complete-sign-in.ts'
import { createEmailCodes } from './features/authentication/email-codes.ts'
import { createListSessions } from './features/authentication/list-sessions.ts'
import { createOAuth } from './features/authentication/oauth/oauth.ts'
import { createOwnLinks } from './features/authentication/oauth/own-links.ts'
import { createRefresh } from './features/authentication/refresh.ts'
import { createRefuseSignIn } from './features/authentication/refuse-sign-in.ts'
import { createResetPassword } from './features/authentication/reset-password.ts'
import { createRevoke } from './features/authentication/revoke.ts'
import { createRevokeSessions } from './features/authentication/revoke-sessions.ts'
import { authenticationRoutes } from './features/authentication/routes.ts'
import { createSessions } from './features/authentication/sessions.ts'
import { createSignIn } from './features/authentication/sign-in.ts'
import { listSignInAccounts } from './features/authentication/store.ts'
import { createValidateToken } from './features/authentication/validate.ts'
import { createMarkPassword } from './features/authentication/waiting-password.ts'
import { createSendContactForm } from './features/contact/contact-form.ts'
import { contactRoutes } from './features/contact/routes.ts'
import { createAcceptInvitation, createShowInvited } from './features/invitations/accept-invitation.ts'
import { createInvitationLinks } from './features/invitations/invitation-links.ts'
import { createInvitationMoves } from './features/invitations/move-invitations.ts'
import { createRevokeInvitations } from './features/invitations/revoke-invitations.ts'
import { invitationRoutes } from './features/invitations/routes.ts'
import { createMesh } from './features/mesh/mesh.ts'
import { meshRoutes } from './features/mesh/routes.ts'
import { dropFactors } from './features/mfa/drop-factors.ts'
import { createMfa } from './features/mfa/mfa.ts'
import { mfaRoutes } from './features/mfa/routes.ts'
import { pageRoutes } from './features/pages/routes.ts'
import { createCancelForClosedAccount } from './features/payment/close.ts'
import { createTellPayerAddress } from './features/payment/payer-address.ts'
import { createPayments, waitingPaymentWork } from './features/payment/payments.ts'
import { paymentRoutes } from './features/payment/routes.ts'
import { createImages } from './features/profile-images/images.ts'
import { imageRoutes } from './features/profile-images/routes.ts'
import { sharingRoutes } from './features/sharing/routes.ts'
import { createSharing } from './features/sharing/sharing.ts'
import { createChangeAddress } from './features/users/address/change-address.ts'
import { createDeleteUser } from './features/users/delete-user.ts'
import { userRoutes } from './features/users/routes.ts'
import { createUsers } from './features/users/users.ts'
import { verificationRoutes } from './features/verification/routes.ts'
import { createVerification } from './features/verification/verification.ts'
import { registerHandlers } from './handlers.ts'
import { recurringJobs } from './jobs.ts'
import type { Config } from './platform/config/config.ts'
import { createPasswords, type PasswordCost } from './platform/crypto/passwords.ts'
import type { Database } from './platform/database/database.ts'
import { openDatabase } from './platform/database/open.ts'
import { createSettingsStore } from './platform/database/settings-store.ts'
import { removeAbandoned } from './platform/disk/whole-file.ts'
import { createFlusher } from './platform/flusher.ts'
import { openLocate } from './platform/geo/locate.ts'
import { createIdempotent } from './platform/idempotency/idempotent.ts'
import { createLifecycle, openedAtStart } from './platform/lifecycle.ts'
import type { Log } from './platform/log.ts'
import { createOutbox } from './platform/outbox/outbox.ts'
import { countItems } from './platform/outbox/store.ts'
import { enqueueRecurringJobs, runRecurringJobs } from './platform/outbox/sweep.ts'
import { createWorker } from './platform/outbox/worker.ts'
import { openSealer } from './platform/secrets/master-key.ts'
import { createCountingFailures } from './platform/throttle/counting-failures.ts'
import { createRateLimitExchange } from './platform/throttle/rate-limit-exchange.ts'
import { createThrottle } from './platform/throttle/throttle.ts'
import { logRequests } from './transport/http/access-log.ts'
import { useCallers } from './transport/http/callers.ts'
import { useGate } from './transport/http/gate.ts'
import { serveHealth } from './transport/http/health.ts'
import { createAllowsAddress, createHoldToLimits } from './transport/http/key-limits.ts'
import { answerUnknownRoutes } from './transport/http/methods.ts'
import { serveMetrics } from './transport/http/metrics.ts'
import { openMetricsSocket } from './transport/http/metrics-socket.ts'
import { describeApi, serveOpenApi } from './transport/http/openapi.ts'
import { serveReference } from './transport/http/reference.ts'
import { countRefusedBodies } from './transport/http/refused-bodies.ts'
import { noteRefusedRequests } from './transport/http/refused-requests.ts'
import { createServer, type Server } from './transport/http/server.ts'
import { serveWellKnown } from './transport/http/well-known.ts'
import { createAnonymousMails } from './transport/mail/anonymous-mails.ts'
import { openDelivery } from './transport/mail/delivery.ts'
import { createSendMail, deliverMails } from './transport/mail/work.ts'
import { createBusAccounts, removeFromBus } from './transport/messaging/bus-accounts.ts'
import { createClaimsPush } from './transport/messaging/claims-push.ts'
import { createMemberKeys } from './transport/messaging/member-keys.ts'
import { openOperator } from './transport/messaging/operator.ts'
import { createSystemUser } from './transport/messaging/system-user.ts'

const HOUR_MS = 3_600_000

export type Gateway = {
  server: Server
  /** Begins the work that goes on by itself: the outbox, its jobs, the news from other gateways. */
  start(): Promise<void>
  /** From now on it says that it is not ready, and serves as ever. */
  drain(): void
  /** Lets requests in flight and the outbox items at work finish, then lets go of everything. */
  close(): Promise<void>
}

/**
 * What a test puts in: a database that is open already, which the gateway closes; passwords that take less to hash; and
 * how often samples of refusals are written, which no other test should meet.
 */
type Given = { database?: Database; passwordCost?: PasswordCost; writeSamplesEveryMs?: number }

/** The composition root: everything the gateway consists of, in the order in which it stands on each other. */
export async function openGateway(config: Config, log: Log, given: Given = {}): Promise<Gateway> {
  // Ground
  const database = given.database ?? (await openDatabase(config))
  const settings = createSettingsStore(database)
  const sealer = await openSealer(config, settings)
  const hashKey = sealer.hashKey('codes and addresses')
  const outbox = createOutbox(sealer)
  const worker = createWorker(database, sealer, log)
  outbox.onWork(worker.wake)
  const delivery = openDelivery({
    smtpUrl: config.smtpUrl,
    mailFrom: config.mailFrom,
    directory: path.join(config.dataDir, 'mail'),
    log,
  })
  const sendMail = createSendMail(outbox)
  const passwords = createPasswords(given.passwordCost)

  // Throttles
  const throttle = createThrottle(config, database)
  const anonymousLimit = throttle.limiter('anonymous')
  const rateLimitExchange = createRateLimitExchange(database, log)
  const keyRateLimits = createKeyRateLimits(rateLimitExchange)
  const anonymousMails = createAnonymousMails(throttle, hashKey)
  const markPassword = createMarkPassword(hashKey)
  const sampledEvents = createSampledEvents(database, log, given.writeSamplesEveryMs)
  const noteRefusals = createNoteRefusals(database, sampledEvents)
  const attempts = createAttempts({
    database,
    throttle: throttle.signInThrottle('sign-in'),
    hashKey,
    noteRefusals,
  })
  const signUpAttempts = createAttempts({ database, throttle: throttle.signInThrottle('sign-up'), hashKey })

  // Messaging
  const operator = await openOperator(settings, sealer, config.dataDir)
  const bus = await openBusIfConfigured()
  const claims = createClaimsPush({
    database,
    sealer,
    outbox,
    bus,
    operatorSigningKey: operator.signingKey,
    log,
  })
  const busAccounts = createBusAccounts(outbox, bus)
  const memberKeys = createMemberKeys(database, sealer, claims)
  const mesh = createMesh({ config, database, sealer, outbox, bus, claims, log })

  // Access
  const cache = createCredentialCache()
  const invalidation = createInvalidation(database, cache)
  const signingKeys = await openSigningKeys(createSigningKeyStore(database), sealer, config.signingAlgorithm)
  const tokens = createAccessTokens(signingKeys, config.publicUrl)
  const keyUse = createKeyUse(database, log)
  const deletedKeyAlarm = createDeletedKeyAlarm(database, log)
  const authenticate = createAuthenticate(database, cache, tokens, {
    touch: keyUse.touch,
    suspect: deletedKeyAlarm.suspect,
  })
  const targets = createTargets(database)

  // Accounts
  const activate = createActivateAccount(memberKeys)
  const foundAccount = createFoundAccount(activate, config.stripe !== undefined)
  const signUpPolicy = createSignUpPolicy(config)
  const confirmation = createConfirmation({
    signUpPolicy,
    database,
    passwords,
    sendMail,
    foundAccount,
    dropFactors,
    publicUrl: config.publicUrl,
    codeKey: hashKey,
    codesFromOnePlace: throttle.tries('code'),
    codesOverAll: throttle.tries('codes'),
    anonymousMails,
  })

  // Authentication
  const sessions = createSessions({
    tokens,
    invalidation,
    locate: await openLocate(config.geoipDatabase),
    ttl: {
      accessSeconds: config.accessTokenTtlSeconds,
      refreshSeconds: config.refreshTokenTtlSeconds,
    },
  })
  const challenges = createChallenges(database)
  const findCandidate = createFindCandidate(database)
  const completeSignIn = createCompleteSignIn({ database, sessions, challenges, sendMail, targets })
  const refuseSignIn = createRefuseSignIn(database, noteRefusals)
  const askForAccount = createAskForAccount(database, refuseSignIn)
  const signIn = createSignIn({
    database,
    passwords,
    sessions,
    findCandidate,
    completeSignIn,
    refuseSignIn,
    askForAccount,
    attempts,
    markPassword,
  })
  const oauth = createOAuth({ database, sealer, completeSignIn, refuseSignIn, sendMail, config, log })
  const mfa = await createMfa({
    database,
    throttle,
    settings,
    sealer,
    sendMail,
    hashKey,
    challenges,
    findCandidate,
    completeSignIn,
    refuseSignIn,
    askForAccount,
    attempts,
    relyingPartyId: config.webauthnRpId,
    appOrigins: config.appOrigins,
    appName: config.appName,
  })
  const createAccount = createCreateAccount({
    signUpPolicy,
    database,
    passwords,
    sendMail,
    confirmation,
    foundAccount,
    stepUp: mfa.stepUp,
    countSignUp: createCountSignUp(signUpAttempts),
    markPassword,
    anonymousMails,
  })
  const revokeSessions = createRevokeSessions(invalidation)
  const revoke = createRevoke({ database, tokens, invalidation, revokeSessions })
  const acceptInvitation = createAcceptInvitation({
    database,
    targets,
    passwords,
    outbox,
    sendMail,
    memberKeys,
    invalidation,
    attempts,
  })
  const emailCodes = createEmailCodes({
    database,
    sendMail,
    codeKey: hashKey,
    mailsPerUser: throttle.limiter('email-code'),
  })
  const refresh = createRefresh({ database, tokens, sessions, invalidation, sendMail })
  const validateToken = createValidateToken(authenticate, database)

  // API keys
  const revokeInvitations = createRevokeInvitations(createInvitationLinks(sendMail, config.publicUrl), outbox)
  const apiKeys = createApiKeys({
    database,
    throttle,
    outbox,
    sendMail,
    claims,
    memberKeys,
    invalidation,
    targets,
    revokeInvitations,
    limits: { defaultTtlDays: config.apiKeyTtlDays, mostPerAccount: config.apiKeysPerAccount },
  })
  const resetPassword = createResetPassword({
    database,
    passwords,
    sendMail,
    revokeSessions,
    stepUp: mfa.stepUp,
    attempts,
    publicUrl: config.publicUrl,
    anonymousMails,
    recentKeys: apiKeys.recentKeys,
  })
  const idempotent = createIdempotent(database, sealer.hashKey('idempotency'))
  const githubKeys = config.githubSecretScanningKeys

  // The life of accounts and users
  const revokeAllKeys = createRevokeAllKeys(invalidation)
  const ending = { database, emailCodes, claims, invalidation, revokeAllKeys, revokeSessions, sendMail }
  const accountLife = createAccountLife({
    ...ending,
    outbox,
    cancelSubscription: createCancelForClosedAccount(outbox, config.stripe !== undefined),
  })
  const tidyDeletedAccounts = createTidyDeletedAccounts({ database, outbox, busAccounts })
  const invitationMoves = createInvitationMoves({ targets, outbox })
  const deleteUser = createDeleteUser({ ...ending, invitationMoves, revokeInvitations, orphanDeletedAccounts })

  // Users
  const users = createUsers({
    database,
    throttle,
    outbox,
    sendMail,
    targets,
    invalidation,
    claims,
    memberKeys,
    revokeSessions,
    revokeAllKeys,
    revokeInvitations,
    factors: { countChange: mfa.countFactorChange, change: mfa.changeFactorSettings, drop: dropFactors },
    hashKey,
    config,
  })
  // Each gateway sees to the folders on its own disk.
  const folders = ['mail', 'images'].map((name) => path.join(config.dataDir, name))
  const abandonedFiles = createFlusher(async () => {
    for (const folder of folders) await removeAbandoned(folder)
  }, HOUR_MS)
  const images = createImages({ database, throttle, outbox, config, log })
  const changeAddress = createChangeAddress({
    database,
    throttle,
    passwords,
    sendMail,
    stepUp: mfa.stepUp,
    invalidation,
    revokeSessions,
    invitationMoves,
    tellPayerAddress: createTellPayerAddress(outbox),
    attempts,
    publicUrl: config.publicUrl,
    hashKey,
  })

  // Payments
  const payments = createPayments({ database, outbox, invalidation, sendMail, config, log })

  // HTTP
  const { app: server, allowedAt } = createServer(config, log)
  // Before the gate, so that pages can read its refusals too.
  if (config.corsOrigins.length > 0) {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
    const ofKeys = ['Quiva-Key-Expires', 'Quiva-Key-Replaced-By', 'Idempotency-Replayed']
    const exposedHeaders = ['X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy', ...ofKeys]
    await server.register(import('@fastify/cors'), { origin: config.corsOrigins, methods, exposedHeaders, maxAge: 600 })
  }
  answerUnknownRoutes(server, allowedAt)
  const refusedBodiesLimit = throttle.limiter('refused-body')
  countRefusedBodies(server, { anonymousLimit, refusedBodiesLimit })
  const trustsProxy = config.trustProxy !== false
  const allowsAddress = createAllowsAddress(trustsProxy)
  const holdToLimits = createHoldToLimits(keyRateLimits, allowsAddress, throttle.credentialLimit)
  // On SQLite nobody waits for a connection.
  if (database.pool) useCallers(server)
  noteRefusedRequests(server, { authenticate, noteRefusals })
  const gate = useGate(server, { authenticate, anonymousLimit, allowsAddress, holdToLimits, trustsProxy, log })
  await describeApi(server, config.publicUrl)
  logRequests(server, log, config)
  const metrics = serveMetrics(
    server,
    config.metricsToken,
    { outbox: () => countItems(database), cachedCredentials: cache.size },
    log,
  )
  accountRoutes(server, {
    ...accountLife,
    createAccount,
    confirmation,
    listAccounts: (userId) => listSignInAccounts(database.read, userId),
  })
  contactRoutes(server, {
    sendContactForm: createSendContactForm({ database, throttle, sendMail, supportAddresses: config.supportAddresses }),
  })
  userRoutes(server, { ...users, deleteUser, changeAddress })
  invitationRoutes(server, { ...users, acceptInvitation })
  const exportsPerUser = throttle.limiter('audit-export')
  const readEvents = createReadEvents(database, exportsPerUser)
  auditRoutes(server, { readEvents, gate, log })
  imageRoutes(server, { images, anonymousLimit })
  authenticationRoutes(server, {
    signIn,
    refresh,
    validateToken,
    listSessions: createListSessions(database),
    revoke,
    emailCodes,
    resetPassword,
    oauth,
    ownLinks: createOwnLinks({ database, sendMail, stepUp: mfa.stepUp }),
    config,
    targets,
    authenticate,
    holdToLimits,
    failures: anonymousLimit,
  })
  mfaRoutes(server, mfa, targets)
  const countingFailures = createCountingFailures(anonymousLimit)
  apiKeyRoutes(server, {
    ...apiKeys,
    targets,
    idempotent,
    checkSignature: githubKeys.length > 0 ? createCheckSignature(githubKeys) : undefined,
    countingFailures,
  })
  meshRoutes(server, mesh)
  sharingRoutes(server, createSharing({ database, claims }))
  verificationRoutes(server, createVerification(authenticate, signingKeys, config))
  pageRoutes(server, {
    confirmation,
    resetPassword,
    acceptInvitation,
    showInvited: createShowInvited(database),
    changeAddress,
    anonymousLimit,
  })
  paymentRoutes(server, { payments, appOrigins: config.appOrigins, countingFailures })
  let draining = false
  serveHealth(server, {
    database,
    messagingStatus: () => bus?.status() ?? 'not configured',
    isDraining: () => draining,
  })
  serveWellKnown(server, signingKeys, config.publicUrl)
  serveOpenApi(server)
  if (config.servesReference) serveReference(server)

  const jobs = recurringJobs({
    database,
    config,
    invalidation,
    claims,
    images,
    mailOwners: apiKeys.mailOwners,
    mesh,
    payments,
    tidyDeletedAccounts,
    signingKeys,
  })
  registerHandlers(worker, [
    deliverMails(delivery, {
      publicUrl: config.publicUrl,
      renewals: { 'reset-password': resetPassword.renewMail },
      log,
    }),
    ...claims.handlers,
    removeFromBus(bus, operator.signingKey),
    ...accountLife.handlers,
    purgeStreamsOfDeletedAccounts({ database, busAccounts }),
    ...apiKeys.handlers,
    ...users.handlers,
    ...images.handlers,
    ...mesh.handlers,
    ...(payments?.handlers ?? waitingPaymentWork),
    runRecurringJobs(jobs),
  ])

  const lifecycle = createLifecycle(
    [
      // What the others use stops last.
      { name: 'database', stop: () => database.close() },
      { name: 'profile images', stop: images.close },
      { name: 'delivery of mails', stop: () => delivery.close() },
      { name: 'connection to NATS', stop: () => bus?.close() },
      openedAtStart('evictions by other gateways', async () => {
        const clear = () => {
          cache.clear()
          signingKeys.forget()
        }
        return (await startEvictionListener(database, { ...cache, clear }, log)).stop
      }),
      {
        name: 'abandoned files',
        start() {
          abandonedFiles.start()
          void abandonedFiles.flush()
        },
        stop: abandonedFiles.stop,
      },
      { name: 'samples of refusals', start: sampledEvents.start, stop: sampledEvents.stop },
      { name: 'alarm of deleted keys', start: deletedKeyAlarm.start, stop: deletedKeyAlarm.stop },
      { name: 'exchange of rate limits', stop: () => rateLimitExchange?.stop() },
      { name: 'uses of keys', start: keyUse.start, stop: keyUse.stop },
      // Starts last: what cannot start does no work.
      { name: 'outbox', stop: worker.stop },
      openedAtStart('port of the metrics', async () => {
        if (config.metricsPort === undefined) return async () => {}
        return (await openMetricsSocket(config.metricsPort, metrics.read)).close
      }),
      // Stops first: nobody asks for anything any more.
      { name: 'server', stop: () => server.close() },
      {
        name: 'work of the outbox',
        async start() {
          await enqueueRecurringJobs(database, outbox, jobs)
          await worker.start()
        },
      },
    ],
    log,
  )

  return {
    server,
    start: lifecycle.start,
    drain() {
      draining = true
    },
    close: lifecycle.stop,
  }

  async function openBusIfConfigured() {
    if (config.natsServers.length === 0) return undefined
    // Loaded only here: the client of the message bus costs start time and memory.
    const { openBus } = await import('./transport/messaging/bus.ts')
    return openBus({ servers: config.natsServers, systemUser: createSystemUser(operator.systemAccountKey), log })
  }
}
