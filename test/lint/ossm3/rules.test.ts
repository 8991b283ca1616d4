import { join } from 'node:path';
import { OSSM3_RULES } from '../../../lib/lint/ossm3/all';
import { OSSM3_BASE } from '../../../lib/lint/ossm3/examples/base';
import { testRules } from '../rule-suite';

testRules({
  rules: OSSM3_RULES,
  base: OSSM3_BASE,
  cases: join(__dirname, 'cases'),
  golden: join(__dirname, 'golden'),
});
