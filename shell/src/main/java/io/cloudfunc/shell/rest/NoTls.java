package io.cloudfunc.shell.rest;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the default TLS context where the server speaks plain http. The HTTP client asks for a context even
 * then, and the default one loads every certificate authority: 50 to 150 ms of each one-shot command.
 */
final class NoTls extends SSLContext {

    NoTls() {
        super(new Never(), null, "none");
    }

    private static final class Never extends SSLContextSpi {

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {}

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw notHere();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw notHere();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw notHere();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            throw notHere();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            throw notHere();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            throw notHere();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return new SSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return new SSLParameters();
        }

        private static UnsupportedOperationException notHere() {
            return new UnsupportedOperationException("The server's address is plain http; expected no use of TLS");
        }
    }
}
