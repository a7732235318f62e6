import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import { acceptForms } from '../../transport/http/bodies.ts'
import { logReason } from '../../transport/http/error-handler.ts'
import { originOf } from '../../transport/http/gate.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Confirmation } from '../accounts/confirmation.ts'
import type { ResetPassword } from '../authentication/reset-password.ts'
import type { AcceptInvitation, ShowInvited } from '../invitations/accept-invitation.ts'
import type { ChangeAddress } from '../users/address/change-address.ts'
import {
  type CodeProblem,
  confirmByCodePage,
  confirmEmailDonePage,
  confirmEmailFailedPage,
  confirmEmailPage,
} from './confirm-email-page.ts'
import {
  approveEmailChangePage,
  confirmEmailChangePage,
  emailChangeDonePage,
  emailChangeFailedPage,
  emailChangeThrottledPage,
} from './email-change-pages.ts'
import type { Page, Pages } from './page.ts'
import type { PasswordProblem } from './password-form.ts'
import { resetPasswordDonePage, resetPasswordFailedPage, resetPasswordPage } from './reset-password-page.ts'
import { setPasswordDonePage, setPasswordFailedPage, setPasswordPage } from './set-password-page.ts'

const options = { config: { open: 'page' as const }, schema: { hide: true } }

/** The longest password, as in the operations: the cost of hashing grows with the length. */
const LONGEST_PASSWORD = 1000

type Services = {
  confirmation: Confirmation
  resetPassword: Pick<ResetPassword, 'withLink' | 'show'>
  acceptInvitation: AcceptInvitation
  showInvited: ShowInvited
  changeAddress: Pick<ChangeAddress, 'follow'>
  anonymousLimit: Limiter
  /** Whether the pages can lead to the console. */
  servesConsole: boolean
  pages: Pages
  log: Log
}

/** A page that opens from a link in a mail and takes a password: what it shows, and what its button does. */
type PasswordLinkPage = {
  url: '/reset-password' | '/set-password'
  form(shown: { token: string; problem?: PasswordProblem }, fields: unknown): Page | Promise<Page>
  failed(): Page
  /** Does what the button says. Resolves with the page that confirms it. */
  submit(input: { token: string; password: string }, request: FastifyRequest): Promise<Page>
}

/**
 * The pages to which links in mails lead. A GET uses nothing up, since mail scanners follow links; the button sends a
 * POST. The POST comes with `Origin: null` (Referrer-Policy: no-referrer) and needs no proof but the token.
 */
export function pageRoutes(app: Server, services: Services): void {
  const {
    confirmation,
    resetPassword,
    acceptInvitation,
    showInvited,
    changeAddress,
    anonymousLimit,
    servesConsole,
    pages: { send: sendPage },
    log,
  } = services

  app.register(async (scope: Server) => {
    acceptForms(scope, (parameters) => Object.fromEntries(parameters))

    scope.get('/confirm-email', options, async (request, reply) => {
      const { token } = request.query as { token?: unknown }
      if (token === undefined || token === '') return sendPage(reply, 200, confirmByCodePage())
      try {
        await anonymousLimit.count(networkOf(request.clientAddress))
        return await showSignUp(reply, 200, tokenIn(request.query))
      } catch (error) {
        return showThrottled(reply, error)
      }
    })

    scope.post('/confirm-email', options, async (request, reply) => {
      const { token: sent, code } = (request.body ?? {}) as { token?: unknown; code?: unknown }
      const isLink = sent !== undefined
      const token = tokenIn(request.body)
      try {
        await anonymousLimit.count(networkOf(request.clientAddress))
        if (isLink && token === undefined) return showSignUp(reply, 400, undefined)
        const proof = token === undefined ? { code: String(code ?? '') } : { token }
        // Browsers do not submit the form without a password.
        const password = passwordIn(request.body)
        if (password === undefined) throw new Refusal('weak_password')
        const { email, account } = await confirmation.confirm(proof, password, originOf(request))
        return sendPage(reply, 200, confirmEmailDonePage({ email, account, servesConsole }))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        logReason(log, request, error)
        if (error.code === 'account_name_taken')
          return sendPage(reply, 400, confirmEmailFailedPage({ reason: 'name-taken' }))
        if (error.code === 'too_many_requests') return showThrottled(reply, error)
        const problem = codeProblemOf(error)
        if (!isLink) return sendPage(reply, 400, confirmByCodePage({ problem }))
        const isOfPassword = problem.reason !== 'code-refused' && problem.reason !== 'elsewhere'
        return showSignUp(reply, 400, token, isOfPassword ? problem : undefined)
      }
    })

    function showThrottled(reply: FastifyReply, error: unknown) {
      if (!(error instanceof Refusal) || error.code !== 'too_many_requests') throw error
      const retryAfterSeconds = error.retryAfterSeconds ?? 60
      reply.header('retry-after', String(retryAfterSeconds))
      return sendPage(reply, 429, confirmEmailFailedPage({ reason: 'too-many-attempts', retryAfterSeconds }))
    }

    /** The form, or a page that says that the link is not valid. */
    async function showSignUp(
      reply: FastifyReply,
      status: number,
      token: string | undefined,
      problem?: PasswordProblem,
    ) {
      const signUp = token === undefined ? undefined : await confirmation.show(token)
      if (token === undefined || !signUp)
        return sendPage(reply, 400, confirmEmailFailedPage({ reason: 'link-refused' }))
      return sendPage(reply, status, confirmEmailPage({ token, signUp, ...(problem && { problem }) }))
    }

    servePasswordLink({
      url: '/reset-password',
      form: async (shown, fields) =>
        resetPasswordPage({ ...shown, ...(await resetPassword.show(shown.token)), endKeys: endsKeys(fields) }),
      failed: resetPasswordFailedPage,
      async submit({ token, password }, request) {
        const endNewKeys = endsKeys(request.body)
        await resetPassword.withLink({ token, newPassword: password, endNewKeys }, originOf(request))
        return resetPasswordDonePage({ endedKeys: endNewKeys, servesConsole })
      },
    })

    servePasswordLink({
      url: '/set-password',
      form: async (shown) => setPasswordPage({ ...shown, email: await showInvited(shown.token) }),
      failed: setPasswordFailedPage,
      submit: async (input, request) =>
        setPasswordDonePage({ ...(await acceptInvitation(input, originOf(request))), servesConsole }),
    })

    serveEmailChange('/approve-email-change', approveEmailChangePage)
    serveEmailChange('/confirm-email-change', confirmEmailChangePage)

    function serveEmailChange(url: string, form: (shown: { token: string }) => Page): void {
      scope.get(url, options, (request, reply) => {
        const token = tokenIn(request.query)
        return token === undefined
          ? sendPage(reply, 400, emailChangeFailedPage())
          : sendPage(reply, 200, form({ token }))
      })

      scope.post(url, options, async (request, reply) => {
        const token = tokenIn(request.body)
        try {
          await anonymousLimit.count(networkOf(request.clientAddress))
          if (token === undefined) return sendPage(reply, 400, emailChangeFailedPage())
          const outcome = await changeAddress.follow(token, originOf(request))
          return sendPage(reply, 200, emailChangeDonePage(outcome, servesConsole))
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          logReason(log, request, error)
          if (error.code === 'invalid_email_change') return sendPage(reply, 400, emailChangeFailedPage())
          if (error.code !== 'too_many_requests') throw error
          const retryAfterSeconds = error.retryAfterSeconds ?? 60
          reply.header('retry-after', String(retryAfterSeconds))
          return sendPage(reply, 429, emailChangeThrottledPage({ retryAfterSeconds }))
        }
      })
    }

    function servePasswordLink({ url, form, failed, submit }: PasswordLinkPage): void {
      scope.get(url, options, async (request, reply) => {
        const token = tokenIn(request.query)
        return token === undefined ? sendPage(reply, 400, failed()) : sendPage(reply, 200, await form({ token }, {}))
      })

      scope.post(url, options, async (request, reply) => {
        const token = tokenIn(request.body)
        try {
          await anonymousLimit.count(networkOf(request.clientAddress))
          if (token === undefined) return sendPage(reply, 400, failed())
          const password = passwordIn(request.body)
          if (password === undefined)
            return sendPage(reply, 400, await form({ token, problem: { reason: 'weak' } }, request.body))
          return sendPage(reply, 200, await submit({ token, password }, request))
        } catch (error) {
          const problem = problemOf(error)
          if (error instanceof Refusal) logReason(log, request, error)
          const shown =
            problem === 'link' || token === undefined ? failed() : await form({ token, problem }, request.body)
          if (problem === 'link' || problem.reason !== 'too-many-tries') return sendPage(reply, 400, shown)
          reply.header('retry-after', String(problem.retryAfterSeconds))
          return sendPage(reply, 429, shown)
        }
      })
    }
  })
}

/** The refusals that a page explains; anything else goes on to the error handler. */
function problemOf(error: unknown): PasswordProblem | 'link' {
  const code = error instanceof Refusal ? error.code : undefined
  if (code === 'invalid_reset' || code === 'invalid_invitation') return 'link'
  if (code === 'weak_password') return { reason: 'weak' }
  if (code === 'common_password') return { reason: 'common' }
  if (code === 'password_unchanged') return { reason: 'unchanged' }
  if (code === 'invalid_credentials') return { reason: 'not-yours' }
  if (error instanceof Refusal && code === 'too_many_requests')
    return { reason: 'too-many-tries', retryAfterSeconds: error.retryAfterSeconds ?? 60 }
  throw error
}

/** Whether the check box of the reset page was ticked. */
function endsKeys(fields: unknown): boolean {
  const { end_keys: endKeys } = (fields ?? {}) as { end_keys?: unknown }
  return endKeys === 'yes'
}

/** What the confirmation page can say about a refusal. */
function codeProblemOf(error: Refusal): CodeProblem {
  if (error.code === 'invalid_confirmation') return { reason: 'code-refused' }
  if (error.code === 'confirmation_needs_password') return { reason: 'elsewhere' }
  const problem = problemOf(error)
  return problem === 'link' ? { reason: 'code-refused' } : problem
}

/** The token of a link, if it has the form of one (base64url): so a page never shows a text that somebody made up. */
function tokenIn(fields: unknown): string | undefined {
  const { token } = (fields ?? {}) as { token?: unknown }
  return typeof token === 'string' && /^[\w-]{16,200}$/.test(token) ? token : undefined
}

function passwordIn(fields: unknown): string | undefined {
  const { password } = (fields ?? {}) as { password?: unknown }
  return typeof password === 'string' && password !== '' && password.length <= LONGEST_PASSWORD ? password : undefined
}
