package io.phiwatch.alerting.evidence.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.alerting.evidence.Sha256;
import io.phiwatch.alerting.evidence.tree.MerkleProofs.Root;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    private static final int SIZES = 200;

    /** Leaves and roots of the reference implementation's tests (google/certificate-transparency, merkle tree tests). */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfTheReferenceImplementation() {
        // Given
        MerkleTree tree = new MerkleTree(new NodesInMemory());
        // When
        LEAVES.forEach(leaf -> tree.append(MerkleTree.leafHash(HexFormat.of().parseHex(leaf))));
        // Then
        for (int size = 0; size < ROOTS.size(); size++) {
            assertThat(tree.root(size)).asHexString().isEqualToIgnoringCase(ROOTS.get(size));
        }
    }

    @Test
    void proofsAreThoseOfTheExampleInTheRfc() {
        // Given: the tree of seven leaves of RFC 6962 section 2.1.3
        MerkleTree tree = tree(7);
        byte[][] d = new byte[7][];
        for (int i = 0; i < 7; i++) {
            d[i] = tree.leaf(i);
        }
        byte[] g = MerkleTree.nodeHash(d[0], d[1]);
        byte[] h = MerkleTree.nodeHash(d[2], d[3]);
        byte[] i = MerkleTree.nodeHash(d[4], d[5]);
        byte[] k = MerkleTree.nodeHash(g, h);
        byte[] l = MerkleTree.nodeHash(i, d[6]);
        // Then
        assertThat(tree.inclusion(0, 7)).containsExactly(d[1], h, l);
        assertThat(tree.inclusion(3, 7)).containsExactly(d[2], g, l);
        assertThat(tree.inclusion(4, 7)).containsExactly(d[5], d[6], k);
        assertThat(tree.inclusion(6, 7)).containsExactly(i, k);
        assertThat(tree.consistency(3, 7)).containsExactly(d[2], d[3], g, l);
        assertThat(tree.consistency(4, 7)).containsExactly(l);
        assertThat(tree.consistency(6, 7)).containsExactly(i, d[6], k);
        assertThat(tree.root(7)).isEqualTo(MerkleTree.nodeHash(k, l));
    }

    @Test
    void everyRootIsWhatTheDefinitionSays() {
        // Given
        MerkleTree tree = tree(SIZES);
        List<byte[]> leaves = leaves(SIZES);
        // Then
        for (int size = 1; size <= SIZES; size++) {
            assertThat(tree.root(size)).as("size %d", size).isEqualTo(defined(leaves.subList(0, size)));
        }
    }

    @Test
    void everyLeafOfEverySizeIsProvenAndNoOther() {
        MerkleTree tree = tree(SIZES);
        for (int size = 1; size <= SIZES; size++) {
            Root root = new Root(size, tree.root(size));
            for (int index = 0; index < size; index++) {
                List<byte[]> path = tree.inclusion(index, size);
                assertThat(MerkleProofs.isIncluded(tree.leaf(index), index, path, root))
                        .as("leaf %d of %d", index, size)
                        .isTrue();
                int other = (index + 1) % SIZES;
                assertThat(MerkleProofs.isIncluded(tree.leaf(other), index, path, root))
                        .as("leaf %d at %d of %d", other, index, size)
                        .isFalse();
                if (size > 1) {
                    assertThat(MerkleProofs.isIncluded(tree.leaf(index), (index + 1) % size, path, root))
                            .as("leaf %d claimed elsewhere in %d", index, size)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void everySizeIsAPrefixOfEveryLaterOne() {
        MerkleTree tree = tree(SIZES);
        byte[] forged = Sha256.of("forged".getBytes(StandardCharsets.UTF_8));
        for (int second = 0; second <= SIZES; second++) {
            Root later = new Root(second, tree.root(second));
            for (int first = 0; first <= second; first++) {
                List<byte[]> path = tree.consistency(first, second);
                assertThat(MerkleProofs.isConsistent(new Root(first, tree.root(first)), later, path))
                        .as("%d in %d", first, second)
                        .isTrue();
                if (first > 0) {
                    assertThat(MerkleProofs.isConsistent(new Root(first, forged), later, path))
                            .as("another %d in %d", first, second)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aProofThatWasTamperedWithProvesNothing() {
        // Given
        MerkleTree tree = tree(SIZES);
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            int second = 3 + random.nextInt(SIZES - 3);
            int first = 1 + random.nextInt(second - 1);
            int index = random.nextInt(second);
            Root later = new Root(second, tree.root(second));
            // When
            List<byte[]> inclusion = tampered(tree.inclusion(index, second), random);
            List<byte[]> consistency = tampered(tree.consistency(first, second), random);
            // Then
            assertThat(MerkleProofs.isIncluded(tree.leaf(index), index, inclusion, later))
                    .as("leaf %d of %d", index, second)
                    .isFalse();
            assertThat(MerkleProofs.isConsistent(new Root(first, tree.root(first)), later, consistency))
                    .as("%d in %d", first, second)
                    .isFalse();
        }
    }

    @Test
    void asksForNothingThatIsNotThere() {
        MerkleTree tree = tree(3);
        assertThatThrownBy(() -> tree.root(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.inclusion(2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(MerkleProofs.isConsistent(new Root(2, tree.root(2)), new Root(1, tree.root(1)), List.of()))
                .isFalse();
    }

    private static List<byte[]> tampered(List<byte[]> path, Random random) {
        List<byte[]> changed = new ArrayList<>(path);
        int what = path.isEmpty() ? 1 : random.nextInt(3);
        if (what == 0) {
            int at = random.nextInt(changed.size());
            byte[] hash = Arrays.copyOf(changed.get(at), Sha256.BYTES);
            hash[random.nextInt(hash.length)] ^= (byte) (1 << random.nextInt(8));
            changed.set(at, hash);
        } else if (what == 1) {
            changed.add(random.nextInt(changed.size() + 1), Sha256.of(new byte[] {(byte) random.nextInt()}));
        } else {
            changed.remove(random.nextInt(changed.size()));
        }
        return changed;
    }

    private static byte[] defined(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int half = 1;
        while (half * 2 < leaves.size()) {
            half *= 2;
        }
        return MerkleTree.nodeHash(defined(leaves.subList(0, half)), defined(leaves.subList(half, leaves.size())));
    }

    private static List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(MerkleTree.leafHash(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
        }
        return leaves;
    }

    private static MerkleTree tree(int size) {
        MerkleTree tree = new MerkleTree(new NodesInMemory());
        leaves(size).forEach(tree::append);
        return tree;
    }
}
