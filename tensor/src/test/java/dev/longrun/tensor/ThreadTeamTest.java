package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadTeamTest {

    @Test
    void everyTaskRunsOnceInManyRuns() {
        for (int threads = 1; threads <= 5; threads++) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                assertEquals(threads, team.size());
                for (int run = 0; run < 4000; run++) {
                    int tasks = run % 23;
                    int[] counts = new int[tasks]; // plain: the end of a run must make it visible
                    team.run(tasks, (task, worker) -> {
                        assertTrue(worker >= 0 && worker < team.size());
                        counts[task]++;
                    });
                    for (int count : counts) {
                        assertEquals(1, count);
                    }
                }
            }
        }
    }

    @Test
    void parkedWorkersWakeUp() throws InterruptedException {
        try (ThreadTeam team = new ThreadTeam(3)) {
            for (int run = 0; run < 40; run++) {
                CyclicBarrier all = new CyclicBarrier(3); // passes only if all three workers take part
                AtomicIntegerArray seen = new AtomicIntegerArray(3);
                team.run(3, (task, worker) -> {
                    try {
                        all.await();
                    } catch (Exception broken) {
                        throw new IllegalStateException(broken);
                    }
                    seen.incrementAndGet(worker);
                });
                assertEquals("[1, 1, 1]", seen.toString());
                Thread.sleep(run % 3);
            }
        }
    }

    @Test
    void firstExceptionReachesTheCallerAndTheTeamGoesOn() {
        for (int threads : new int[] {1, 2, 4}) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                for (int run = 0; run < 200; run++) {
                    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class,
                        () -> team.run(8, (task, worker) -> {
                            throw new IllegalArgumentException("task " + task);
                        }));
                    assertTrue(thrown.getMessage().startsWith("task "));
                    assertTrue(thrown.getSuppressed().length < threads);
                    int[] done = new int[9];
                    team.run(9, (task, worker) -> done[task] = task);
                    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, done);
                }
            }
        }
    }

    @Test
    void nestedRunIsRefused() {
        for (int threads : new int[] {1, 3}) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                IllegalStateException refused = assertThrows(IllegalStateException.class,
                    () -> team.run(4, (task, worker) -> team.run(2, (t, w) -> { })));
                assertTrue(refused.getMessage().contains("running already"), refused.getMessage());
            }
        }
    }

    @Test
    void closeTwiceAndEndOfThreads() throws InterruptedException {
        ThreadTeam team = new ThreadTeam(3);
        Thread[] others = new Thread[3];
        CyclicBarrier all = new CyclicBarrier(3);
        team.run(3, (task, worker) -> {
            others[worker] = Thread.currentThread();
            try {
                all.await();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        });
        team.close();
        team.close();
        for (int i = 1; i < 3; i++) {
            assertTrue(others[i].isDaemon());
            others[i].join(10_000);
            assertTrue(!others[i].isAlive());
        }
        assertThrows(IllegalStateException.class, () -> team.run(1, (task, worker) -> { }));
    }

    @Test
    void refusesNoThreadsAndNegativeTasks() {
        assertThrows(IllegalArgumentException.class, () -> new ThreadTeam(0));
        try (ThreadTeam team = new ThreadTeam(2)) {
            assertThrows(IllegalArgumentException.class, () -> team.run(-1, (task, worker) -> { }));
        }
    }
}
