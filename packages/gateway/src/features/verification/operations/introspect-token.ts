import { permit } from '../../../access/targets.ts'
import { acceptForms, FORM, fieldsOnce } from '../../../transport/http/bodies.ts'
import { credentialPrincipalOf } from '../../../transport/http/gate.ts'
import { operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { Introspect } from '../introspect.ts'
import { Introspection, IntrospectionRequest } from '../schemas.ts'

export function introspectToken(app: Server, { introspect }: { introspect: Introspect }): void {
  app.register(async (scope: Server) => {
    // RFC 7662, §2.1: the request is a form.
    acceptForms(scope, fieldsOnce)
    const route = operation(
      'introspectToken',
      {
        tags: ['Verification'],
        summary: 'Introspect a token',
        description:
          "Tells other services whether an API key or access token is valid now, in the form of RFC 7662. It answers only for credentials of the caller's own account; all others are not active. The body can be JSON or a form. Besides the usual credentials, the operation accepts those of OAuth clients (client_secret_basic and client_secret_post): the id of an API key and the key. A key that is only used for this needs only the scope tokens:introspect.",
      },
      { body: IntrospectionRequest },
      Introspection,
      [400, 401, 403, 429],
    )
    scope.route({
      method: 'POST',
      url: '/introspect',
      ...route,
      // Lower than for a list of tokens, since a form is read before the credential in it is checked.
      bodyLimit: 32_768,
      schema: { ...route.schema, consumes: ['application/json', FORM] },
      handler: async (request) => {
        const principal = credentialPrincipalOf(request)
        permit(principal, 'introspectToken', 'account')
        const [answer = { active: false }] = await introspect(principal, [request.body.token])
        return answer
      },
    })
  })
}
