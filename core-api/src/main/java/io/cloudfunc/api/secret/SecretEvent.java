package io.cloudfunc.api.secret;

/** What happened to a secret; never what it is. */
public sealed interface SecretEvent permits SecretRemoved, SecretStored {

    SecretName secret();
}
