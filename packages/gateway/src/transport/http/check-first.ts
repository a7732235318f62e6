import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { Compile } from 'typebox/compile'

/**
 * For routes that another server calls for each of its requests. The usual compiler converts parameters before it checks
 * them, and walks the schema each time. This one converts only what does not fit as it came.
 */
export const checkFirst: typeof TypeBoxValidatorCompiler = (route) => {
  const { schema } = route
  const compiled = Compile(schema)
  const convertAndCheck = TypeBoxValidatorCompiler(route)
  return (value) => (compiled.Check(value) ? { value } : convertAndCheck(value))
}
