import type { TypedNode } from '../typed-node.ts';

/** A type in `is`, `as`, `ofType()`: `Patient`, `FHIR.Patient`, `System.String`. */
export interface TypeSpecifier {
  readonly namespace: string | undefined;
  readonly name: string;
}

export type BinaryOperator =
  | '*'
  | '/'
  | 'div'
  | 'mod'
  | '+'
  | '-'
  | '&'
  | '|'
  | '<'
  | '>'
  | '<='
  | '>='
  | '='
  | '~'
  | '!='
  | '!~'
  | 'in'
  | 'contains'
  | 'and'
  | 'or'
  | 'xor'
  | 'implies';

interface Placed {
  /** Where it begins in the text, in UTF-16 units from 0; an operator where the operator stands. */
  readonly at: number;
}

/** A value written out. Its node has a system type. */
export interface LiteralExpression extends Placed {
  readonly kind: 'literal';
  readonly node: TypedNode;
}

/** `{}` */
export interface EmptyExpression extends Placed {
  readonly kind: 'empty';
}

/** `%resource`, `%vs-name`: the name without `%`. */
export interface VariableExpression extends Placed {
  readonly kind: 'variable';
  readonly name: string;
}

/** `$this`, `$index`, `$total`. */
export interface SpecialExpression extends Placed {
  readonly kind: 'special';
  readonly name: '$this' | '$index' | '$total';
}

/** `name`, `of.name`: an element, or at the beginning of a path the name of its type. */
export interface MemberExpression extends Placed {
  readonly kind: 'member';
  readonly of: Expression | undefined;
  readonly name: string;
}

/** `name(...)`, `of.name(...)`. */
export interface CallExpression extends Placed {
  readonly kind: 'call';
  readonly of: Expression | undefined;
  readonly name: string;
  readonly parameters: readonly Expression[];
}

/** `of[index]` */
export interface IndexerExpression extends Placed {
  readonly kind: 'indexer';
  readonly of: Expression;
  readonly index: Expression;
}

/** `-operand`, `+operand`. */
export interface SignExpression extends Placed {
  readonly kind: 'sign';
  readonly sign: '+' | '-';
  readonly operand: Expression;
}

export interface BinaryExpression extends Placed {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `operand is Type`, `operand as Type`. */
export interface TypeExpression extends Placed {
  readonly kind: 'type';
  readonly operator: 'is' | 'as';
  readonly operand: Expression;
  readonly type: TypeSpecifier;
}

/** A parsed expression. @source http://hl7.org/fhirpath/N1/grammar.html */
export type Expression =
  | LiteralExpression
  | EmptyExpression
  | VariableExpression
  | SpecialExpression
  | MemberExpression
  | CallExpression
  | IndexerExpression
  | SignExpression
  | BinaryExpression
  | TypeExpression;
