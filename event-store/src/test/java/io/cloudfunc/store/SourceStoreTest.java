package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceStoreTest {

    private static final String HASH = "ab".repeat(32);

    private final StoreOnPostgres store = new StoreOnPostgres();
    private final SourceStore sources = new SourceStore(store.jdbc);

    @Test
    void gives_back_the_archive_of_a_hash_and_nothing_for_another() {
        sources.save(HASH, new byte[] {0, 1, -1});

        assertThat(sources.find(HASH)).hasValue(new byte[] {0, 1, -1});
        assertThat(sources.find("cd".repeat(32))).isEmpty();
    }

    @Test
    void keeps_an_archive_once_however_often_it_is_deployed() {
        sources.save(HASH, new byte[] {1});
        sources.save(HASH, new byte[] {1});

        assertThat(store.jdbc.queryForObject("select count(*) from function_source", Long.class))
                .isOne();
    }
}
