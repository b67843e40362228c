package io.cloudfunc.invoker.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.UnixDomainPrincipal;

/** The user and group that a container's processes have, and nobody else. */
record ContainerUser(int uid, UserPrincipal user, GroupPrincipal group) {

    static ContainerUser of(int uid) {
        var lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        var id = String.valueOf(uid);
        try {
            return new ContainerUser(uid, lookup.lookupPrincipalByName(id), lookup.lookupPrincipalByGroupName(id));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void mustBe(UnixDomainPrincipal peer) throws UntrustedPeerException {
        if (!peer.user().equals(user) || !peer.group().equals(group)) {
            throw new UntrustedPeerException(
                    "The socket belongs to user %s and group %s; expected the container's own, %d"
                            .formatted(peer.user(), peer.group(), uid));
        }
    }
}
