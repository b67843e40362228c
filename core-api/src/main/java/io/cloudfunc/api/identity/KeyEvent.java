package io.cloudfunc.api.identity;

/** What happened to an API key. */
public sealed interface KeyEvent permits KeyIssued, KeyRevoked {

    KeyId key();
}
