// Reports what a page tried to load or send against its content security policy, for storefront themes whose
// policy stands in a <meta> tag, where browsers offer no report-uri:
//
//   <script src="csp-collector.js" data-endpoint="https://ingest.example/ingest/pages?token=SECRET"></script>
//
// Put it before all other scripts. It sends addresses, the directive and the user agent: nothing that is typed, no
// cookies, no code samples. docs/adapters/csp-report.md
(function () {
  'use strict';

  var MOST_PER_PAGE = 100;
  var FLUSH_MILLIS = 5000;

  var script = document.currentScript;
  var endpoint = script && script.dataset.endpoint;
  if (!endpoint || !navigator.sendBeacon) {
    return;
  }

  var seen = {};
  var count = 0;
  var waiting = [];
  var timer = null;

  function withoutFragment(url) {
    return String(url || '').split('#')[0];
  }

  function flush() {
    clearTimeout(timer);
    timer = null;
    if (waiting.length === 0) {
      return;
    }
    var now = Date.now();
    var reports = waiting.map(function (report) {
      return {
        type: 'csp-violation',
        age: now - report.at,
        url: report.body.documentURL,
        user_agent: navigator.userAgent,
        body: report.body
      };
    });
    waiting = [];
    // a text, so that the browser needs no leave from another origin first
    navigator.sendBeacon(endpoint, JSON.stringify(reports));
  }

  document.addEventListener('securitypolicyviolation', function (violation) {
    var body = {
      documentURL: withoutFragment(violation.documentURI),
      referrer: withoutFragment(violation.referrer),
      blockedURL: withoutFragment(violation.blockedURI),
      effectiveDirective: violation.effectiveDirective,
      disposition: violation.disposition,
      statusCode: violation.statusCode
    };
    var key = body.effectiveDirective + ' ' + body.blockedURL;
    if (seen[key] || count >= MOST_PER_PAGE || endpoint.indexOf(body.blockedURL) === 0) {
      return;
    }
    seen[key] = true;
    count += 1;
    waiting.push({ at: Date.now(), body: body });
    timer = timer || setTimeout(flush, FLUSH_MILLIS);
  });

  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') {
      flush();
    }
  });
  window.addEventListener('pagehide', flush);
})();
