/** Webhooks and logs of WooCommerce. */
@NullMarked
package io.phiwatch.ingest.adapter.woocommerce;

import org.jspecify.annotations.NullMarked;
