import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { Compile } from 'typebox/compile'

/**
 * For routes that are asked for each request of somebody else: the usual compiler converts parameters before it checks
 * them, which walks the schema anew each time. What fits as it came needs no conversion.
 */
export const checkFirst: typeof TypeBoxValidatorCompiler = (route) => {
  const { schema } = route
  const compiled = Compile(schema)
  const convertAndCheck = TypeBoxValidatorCompiler(route)
  return (value) => (compiled.Check(value) ? { value } : convertAndCheck(value))
}
