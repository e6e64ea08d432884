const Sequencer = require('@jest/test-sequencer').default

/** What plays in browsers, or starts whole servers, takes minutes: begun last, one worker would wait for the other. */
const long = [/\/journeys\/every-page/, /\/client\/rough-days/, /\/journeys\//, /\/start\//, /\/weapp\//]
const rank = ({ path }) => {
  const at = long.findIndex((one) => one.test(path))
  return at < 0 ? long.length : at
}

/** The order in which Jest's workers take up the files: the long ones first, otherwise as Jest would. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other))
  }
}
