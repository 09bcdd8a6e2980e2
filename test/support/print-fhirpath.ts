import type { Expression, TypeSpecifier } from '../../src/validate/fhirpath/syntax/expression.ts';
import { printValue } from '../../src/validate/fhirpath/values/convert.ts';
import { systemValueOf } from '../../src/validate/fhirpath/values/system-value.ts';

/** Text of an expression, with brackets around every part that has parts. */
export function printFhirPath(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.node.type, expression);
    case 'empty':
      return '{}';
    case 'variable':
      return `%\`${escaped(expression.name)}\``;
    case 'special':
      return expression.name;
    case 'member':
      return `${printHolder(expression.of)}\`${escaped(expression.name)}\``;
    case 'call': {
      const parameters = expression.parameters.map(printFhirPath).join(', ');
      return `${printHolder(expression.of)}\`${escaped(expression.name)}\`(${parameters})`;
    }
    case 'indexer':
      return `(${printFhirPath(expression.of)})[${printFhirPath(expression.index)}]`;
    case 'sign':
      return `${expression.sign}(${printFhirPath(expression.operand)})`;
    case 'binary':
      return `(${printFhirPath(expression.left)}) ${expression.operator} (${printFhirPath(expression.right)})`;
    case 'type':
      return `(${printFhirPath(expression.operand)}) ${expression.operator} ${printType(expression.type)}`;
  }
}

function printHolder(of: Expression | undefined): string {
  return of === undefined ? '' : `(${printFhirPath(of)}).`;
}

function printType({ namespace, name }: TypeSpecifier): string {
  return namespace === undefined ? `\`${escaped(name)}\`` : `\`${escaped(namespace)}\`.\`${escaped(name)}\``;
}

function printLiteral(type: string, { node }: Extract<Expression, { kind: 'literal' }>): string {
  const value = systemValueOf(node);
  const text = value === undefined ? '' : printValue(value);
  switch (type) {
    case 'System.String':
      return `'${escaped(text)}'`;
    case 'System.Date':
      return `@${text}`;
    case 'System.DateTime':
      return text.includes('T') ? `@${text}` : `@${text}T`;
    case 'System.Time':
      return `@T${text}`;
    default:
      return text;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\'`"]/g, '\\$&');
}
